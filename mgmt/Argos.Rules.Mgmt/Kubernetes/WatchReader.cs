using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Argos.Rules.Mgmt.Kubernetes;

/// <summary>Reads the JSON lines of a watch. A line that is cut off by the end of the stream is dropped: the watch goes on from the version before it.</summary>
internal static class WatchReader
{
    // etcd refuses objects above 1.5 MiB; what is longer is not a watch line.
    private const long MaximumLine = 8 * 1024 * 1024;

    public static async IAsyncEnumerable<WatchLine> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(stream);
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(cancellationToken);
                var buffer = read.Buffer;
                while (TryCut(ref buffer, out var line))
                {
                    if (line.IsEmpty) continue;
                    using var document = Parse(line);
                    yield return Read(document.RootElement);
                }
                if (buffer.Length > MaximumLine) throw new ApiException(null, "a watch line is longer than 8 MiB");
                reader.AdvanceTo(buffer.Start, buffer.End);
                if (read.IsCompleted) yield break;
            }
        }
        finally
        {
            await reader.CompleteAsync();
        }
    }

    private static bool TryCut(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> line)
    {
        line = default;
        if (buffer.PositionOf((byte)'\n') is not { } end) return false;
        line = buffer.Slice(0, end);
        buffer = buffer.Slice(buffer.GetPosition(1, end));
        return true;
    }

    private static JsonDocument Parse(ReadOnlySequence<byte> line)
    {
        try
        {
            return JsonDocument.Parse(line);
        }
        catch (JsonException e)
        {
            throw new ApiException(null, "a watch line is not JSON", e);
        }
    }

    private static WatchLine Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String || !root.TryGetProperty("object", out var subject))
            throw new ApiException(null, "a watch line has no `type` and `object`");
        return new WatchLine(type.GetString()!, subject);
    }
}
