using System.Diagnostics;
using System.Text.Json;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Kubernetes;

namespace Argos.Rules.Core.Data;

/// <summary>A pod with fields beyond the typed ones; the typed record is made when a policy first asks for it.</summary>
internal sealed class RawPodLeaf(string podNamespace, string name, byte[] json, UInt128 hash) : PodLeaf(hash)
{
    private Parsed? _parsed;

    public override Pod Pod => Parse().Pod;

    public override JsonElement Read() => Parse().Json;

    public override JsonElement Peek() => _parsed is { } parsed ? parsed.Json : JsonText.Parse(json);

    public override void Write(Utf8JsonWriter writer) => writer.WriteRawValue(json, skipInputValidation: true);

    private Parsed Parse()
    {
        if (_parsed is { } parsed) return parsed;
        var element = JsonText.Parse(json);
        var pod = PodReader.Read(podNamespace, name, element, new DataValue(element)).Pod;
        // The bytes were read once before they were kept.
        return _parsed = new Parsed(pod ?? throw new UnreachableException(), element);
    }

    private sealed record Parsed(Pod Pod, JsonElement Json);
}
