using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Argos.Rules.Contracts.Texts;
using Argos.Rules.Core.Data;

namespace Argos.Rules.Engine.Management;

/// <summary>
/// Reads a collection of pods or other objects from a body as it comes in, one object at a time: what is in memory is what will be kept, and a few of the body's kilobytes. What makes a
/// body invalid is the same as for one that is read whole.
/// </summary>
internal sealed class CollectionBody(CollectionBuilder collection, int limit)
{
    private const int BufferBytes = 64 * 1024;

    // etcd refuses objects above 1.5 MiB.
    private const int MaximumObjectBytes = 4 * 1024 * 1024;

    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = JsonText.MaximumDepth });
    private string? _name;
    private int _open;
    private string? _problem;

    /// <summary>Reads the body into the collection.</summary>
    /// <returns>Why it cannot be used; <see langword="null"/> when it was read to its end.</returns>
    public async Task<Response?> ReadAsync(HttpContext http)
    {
        if (RequestBody.Refusal(http, limit) is { } refusal) return refusal;
        await using var plain = RequestBody.Gunzip(http);
        var reader = PipeReader.Create(plain ?? http.Request.Body, new StreamPipeReaderOptions(bufferSize: BufferBytes, leaveOpen: true));
        try
        {
            return await ReadAsync(reader, http.RequestAborted);
        }
        catch (InvalidDataException)
        {
            return RequestBody.NotGzip;
        }
        catch (JsonException e)
        {
            return Response.BadRequest(JsonBody.Describe(e));
        }
        finally
        {
            await reader.CompleteAsync();
        }
    }

    private async Task<Response?> ReadAsync(PipeReader reader, CancellationToken cancellation)
    {
        var taken = 0L;
        while (true)
        {
            var read = await reader.ReadAsync(cancellation);
            if (taken + read.Buffer.Length > limit) return Response.TooLarge(limit);
            if (read.IsCompleted && taken + read.Buffer.Length == 0) return Response.BadRequest(JsonBody.Empty);
            if (!read.IsCompleted && read.Buffer.Length < ByteOrderMark.Length)
            {
                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }
            var rest = Take(taken == 0 ? WithoutMark(read.Buffer) : read.Buffer, read.IsCompleted);
            if (_problem is not null) return Response.BadRequest(_problem);
            if (rest.Length > MaximumObjectBytes)
                return Response.BadRequest($"{(collection.HasPods ? "a pod" : "an object")} is larger than {MaximumObjectBytes} bytes");
            taken += read.Buffer.Length - rest.Length;
            if (read.IsCompleted) return null;
            reader.AdvanceTo(rest.Start, rest.End);
        }
    }

    private static ReadOnlySequence<byte> WithoutMark(ReadOnlySequence<byte> bytes)
    {
        Span<byte> beginning = stackalloc byte[(int)Math.Min(bytes.Length, ByteOrderMark.Length)];
        bytes.Slice(0, beginning.Length).CopyTo(beginning);
        return ByteOrderMark.Begins(beginning) ? bytes.Slice(ByteOrderMark.Length) : bytes;
    }

    /// <summary>Takes what is complete.</summary>
    /// <returns>What is not.</returns>
    private ReadOnlySequence<byte> Take(ReadOnlySequence<byte> bytes, bool last)
    {
        var json = new Utf8JsonReader(bytes, last, _state);
        var taken = 0L;
        while (_problem is null && Step(ref json, bytes))
        {
            taken = json.BytesConsumed;
            _state = json.CurrentState;
        }
        return bytes.Slice(taken);
    }

    private bool Step(ref Utf8JsonReader json, ReadOnlySequence<byte> bytes)
    {
        if (!json.Read()) return false;
        if (_name is { } name)
        {
            var start = json.TokenStartIndex;
            if (!json.TrySkip()) return false;
            _problem = Add(name, bytes.Slice(start, json.BytesConsumed - start));
            _name = null;
            return true;
        }
        switch (json.TokenType)
        {
            case JsonTokenType.StartObject:
                _open++;
                break;
            case JsonTokenType.EndObject:
                _open--;
                break;
            case JsonTokenType.PropertyName when Name(ref json) is not { } key:
                _problem = "the body is not valid UTF-8, or has an escaped half of a character (a lone surrogate)";
                break;
            case JsonTokenType.PropertyName when _open == collection.Levels:
                _name = Name(ref json);
                break;
            case JsonTokenType.PropertyName:
                _problem = collection.Open(Name(ref json)!);
                break;
            default:
                _problem = $"`{collection.Path}` must be an object of {(collection.Levels == 2 ? "namespaces, and each of these an object of " : "")}{(collection.HasPods ? "pods" : "objects")}";
                break;
        }
        return true;
    }

    private string? Add(string name, ReadOnlySequence<byte> json)
    {
        if (!JsonBody.TryParse(json.IsSingleSegment ? json.First : json.ToArray(), out var value, out var problem)) return problem;
        using (value) return collection.Add(name, value.RootElement);
    }

    private static string? Name(ref Utf8JsonReader json)
    {
        try
        {
            return json.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
