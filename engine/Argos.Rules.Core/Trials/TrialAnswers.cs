using System.Buffers;
using System.Text;
using System.Text.Json;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Core.Data;
using Argos.Rules.Core.Facts;
using Argos.Rules.Language.Facts;
using Argos.Rules.Sandbox;
using Argos.Rules.Sandbox.Messages;

namespace Argos.Rules.Core.Trials;

/// <summary>Answers what a trial process asks: of one snapshot, in a limited number and size, and nothing that it was not given to try out.</summary>
/// <param name="images">The images, by their hashes.</param>
/// <param name="data">The data; <see langword="null"/> when there is none.</param>
/// <param name="facts">The facts; <see langword="null"/> when there are none.</param>
internal sealed class TrialAnswers(IReadOnlyDictionary<string, CompiledPolicy> images, DataTree? data, DecisionFacts? facts)
{
    private const int MaximumAsked = 4 * TrialFrame.MaximumAsked;

    private const long MaximumBytes = 128L * 1024 * 1024;

    private int _asked;
    private long _bytes;

    /// <summary>The frame of an answer.</summary>
    /// <exception cref="InvalidDataException">It asks for what it must not, or too much.</exception>
    public byte[] To(TrialAsk ask)
    {
        var frame = ask.Kind switch
        {
            TrialAskKind.Image => images.TryGetValue(ask.Key, out var image)
                ? TrialFrame.Of(TrialFrame.Value, CompileMessage.Response(new CompileResult(image, [])))
                : throw Foreign(),
            TrialAskKind.Data => Value(ask.Key),
            TrialAskKind.Pod => Pod(ask.Key, ask.Parts is [var name] ? name : throw Foreign()),
            TrialAskKind.Fact => Fact(TrialFacts.Request(ask), renew: false),
            TrialAskKind.Renewal => Fact(TrialFacts.Request(ask), renew: true),
            _ => throw Foreign(),
        };
        if (++_asked > MaximumAsked || (_bytes += frame.Length) > MaximumBytes) throw new InvalidDataException("the trial process asks for too much");
        return frame;
    }

    private static InvalidDataException Foreign() => new("the trial process asks for what it was not given");

    private byte[] Value(string path)
    {
        var value = data?.Read(path) ?? DataValue.Missing;
        if (value.Element.ValueKind == JsonValueKind.Undefined) return TrialFrame.Of(TrialFrame.Missing);
        return TrialFrame.Of(TrialFrame.Value, Encoding.UTF8.GetBytes(value.ToString()));
    }

    private byte[] Pod(string podNamespace, string name)
    {
        if (data?.FindPod(podNamespace, name) is not { } pod) return TrialFrame.Of(TrialFrame.Missing);
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, JsonText.WriterOptions)) data.TryWrite(new DataPath(["kubernetes", "pods", podNamespace, name]), writer);
        return TrialFrame.Of(pod.Json.Exists ? TrialFrame.PodWithJson : TrialFrame.Value, json.WrittenSpan);
    }

    private byte[] Fact(FactRequest request, bool renew)
    {
        if (facts is null) return TrialFrame.Of(TrialFrame.Missing);
        var answer = renew ? facts.Renew(request) : facts.Find(request);
        return TrialFrame.Of(TrialFrame.Value, TrialFacts.Of(answer), TrialJson.Default.TrialFact);
    }
}
