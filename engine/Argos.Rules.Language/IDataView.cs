using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Kubernetes;

namespace Argos.Rules.Language;

/// <summary>The replicated data of one decision: an immutable snapshot. Implemented by the engine, and by tests.</summary>
public interface IDataView
{
    /// <summary>The value at a path such as <c>kubernetes/keys</c>; missing when there is none.</summary>
    DataValue Read(string path);

    /// <summary>The pod of that name, or <see langword="null"/>.</summary>
    Pod? FindPod(string podNamespace, string name);
}
