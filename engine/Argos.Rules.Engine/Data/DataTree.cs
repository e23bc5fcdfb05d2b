using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Kubernetes;
using Argos.Rules.Contracts.Language;

namespace Argos.Rules.Engine.Data;

/// <summary>The replicated data. Immutable: a change makes a new tree that shares all that did not change.</summary>
internal sealed class DataTree : IDataView
{
    public static DataTree Empty { get; } = new();

    public DataValue Read(string path) => DataValue.Missing;

    public Pod? FindPod(string podNamespace, string name) => null;
}
