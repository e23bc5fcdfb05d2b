using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Language;

/// <summary>The replicated data tree, as one decision sees it.</summary>
public sealed class PolicyData(IDataView view)
{
    /// <summary>The value at a path such as <c>teams/media/limits</c>; missing when there is none.</summary>
    public DataValue this[string path] => view.Read(path);
}
