using System.Buffers;
using System.Text.Json;
using Argos.Rules.Contracts.Kubernetes;

namespace Argos.Rules.Engine.Data;

/// <summary>A pod that is told completely by its typed fields: its JSON can be written from them at any time.</summary>
internal sealed class TypedPodLeaf(Pod pod, PodShape shape, UInt128 hash) : PodLeaf(hash)
{
    public override Pod Pod => pod;

    public override JsonElement Read() => Peek();

    public override JsonElement Peek()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, JsonText.WriterOptions)) Write(writer);
        return JsonText.Parse(buffer.WrittenSpan);
    }

    public override void Write(Utf8JsonWriter writer) => PodWriter.Write(writer, pod, shape);
}
