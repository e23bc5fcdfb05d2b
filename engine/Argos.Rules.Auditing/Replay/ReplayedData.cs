using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Kubernetes;
using Argos.Rules.Language;

namespace Argos.Rules.Auditing.Replay;

/// <summary>The data of a record. What it does not say is not taken for missing.</summary>
internal sealed class ReplayedData(RecordedWorld world, Unrecorded unrecorded) : IDataView
{
    public DataValue Read(string path)
    {
        if (DataPath.TryParse(path, out var parsed, out _) && !world.Knows(parsed)) unrecorded.Add($"data `{path}`");
        return world.Data.Read(path);
    }

    public Pod? FindPod(string podNamespace, string name)
    {
        if (!world.Knows(new DataPath(["kubernetes", "pods", podNamespace, name]))) unrecorded.Add($"pod `{podNamespace}/{name}`");
        return world.Data.FindPod(podNamespace, name);
    }
}
