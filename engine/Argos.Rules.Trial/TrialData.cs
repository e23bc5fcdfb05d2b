using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Kubernetes;
using Argos.Rules.Core.Data;
using Argos.Rules.Core.Trials;
using Argos.Rules.Language;

namespace Argos.Rules.Trial;

/// <summary>The data of one evaluation, which the engine has: each value is asked for once.</summary>
internal sealed class TrialData(TrialLine line) : IDataView
{
    private readonly Dictionary<string, DataValue> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<PodName, Pod?> _pods = [];

    public DataValue Read(string path)
    {
        if (_values.TryGetValue(path, out var known)) return known;
        var frame = line.AskForPolicy(new TrialAsk(TrialAskKind.Data, path, []));
        return _values[path] = frame[0] == TrialFrame.Value ? new DataValue(JsonText.Parse(frame.AsSpan(1))) : DataValue.Missing;
    }

    public Pod? FindPod(string podNamespace, string name)
    {
        var key = new PodName(podNamespace, name);
        if (_pods.TryGetValue(key, out var known)) return known;
        var frame = line.AskForPolicy(new TrialAsk(TrialAskKind.Pod, podNamespace, [name]));
        return _pods[key] = frame[0] == TrialFrame.Missing ? null : PodOf(frame, key);
    }

    private static Pod? PodOf(byte[] frame, PodName name)
    {
        var json = JsonText.Parse(frame.AsSpan(1));
        return PodReader.Read(name.Namespace, name.Name, json, frame[0] == TrialFrame.PodWithJson ? new DataValue(json) : default).Pod;
    }

    private readonly record struct PodName(string Namespace, string Name);
}
