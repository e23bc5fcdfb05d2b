using System.Buffers;
using System.Text.Json;
using Argos.Rules.Contracts.Kubernetes;

namespace Argos.Rules.Core.Data;

/// <summary>A pod that is reported completely by its typed fields: its JSON can be written from them at any time.</summary>
internal sealed class TypedPodLeaf(Pod pod, PodShape shape, UInt128 hash) : PodLeaf(hash)
{
    private const int TypicalBytes = 1024;

    public override Pod Pod => pod;

    public override JsonElement Read() => Peek();

    public override JsonElement Peek() => JsonText.Parse(Text().WrittenSpan);

    public override void Write(Utf8JsonWriter writer) => PodWriter.Write(writer, pod, shape);

    /// <summary>Whether it tells all of a pod: the bytes that it would be written as, or at least the same members and values.</summary>
    public bool RoundTrips(JsonElement value, ReadOnlySpan<byte> json)
    {
        var text = Text().WrittenSpan;
        return text.SequenceEqual(json) || JsonElement.DeepEquals(JsonText.Parse(text), value);
    }

    private ArrayBufferWriter<byte> Text()
    {
        var buffer = new ArrayBufferWriter<byte>(TypicalBytes);
        using var writer = new Utf8JsonWriter(buffer, JsonText.WriterOptions);
        Write(writer);
        return buffer;
    }
}
