using System.Buffers;
using System.Text.Json;
using Argos.Rules.Contracts.Instances;

namespace Argos.Rules.Engine.Callback;

/// <summary>A confirmation, or why there is none.</summary>
internal readonly record struct ReadResult(InstanceConfirmation? Confirmation, int Status, string Problem)
{
    public static ReadResult Refused(int status, string problem) => new(null, status, problem);
}

/// <summary>Reads the body of a callback. ZTS sends it in chunks without a length; it holds credentials, so every buffer is cleared.</summary>
internal sealed class ConfirmationReader(CallbackOptions options, TimeProvider time)
{
    private const int FirstBuffer = 16 * 1024;

    public async Task<ReadResult> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentLength > options.MaximumBodyBytes) return TooLarge();
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(options.BodySeconds), time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        var body = new Body();
        try
        {
            return await FillAsync(body, request.Body, linked.Token) ? Parse(body.Written) : TooLarge();
        }
        catch (OperationCanceledException)
        {
            return ReadResult.Refused(StatusCodes.Status408RequestTimeout, "the body did not arrive in time");
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return TooLarge();
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            // BadHttpRequestException is an IOException: broken chunks, a connection that was cut, a body that came too slowly.
            return ReadResult.Refused(StatusCodes.Status400BadRequest, "the body broke off");
        }
        finally
        {
            body.Clear();
        }
    }

    private async Task<bool> FillAsync(Body body, Stream stream, CancellationToken cancellation)
    {
        while (true)
        {
            var read = await stream.ReadAsync(body.Room(), cancellation);
            if (read == 0) return true;
            body.Advance(read);
            if (body.Written.Length > options.MaximumBodyBytes) return false;
        }
    }

    private static ReadResult Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return InstanceConfirmationJson.TryRead(json.RootElement, out var confirmation, out var problem)
                ? new ReadResult(confirmation, StatusCodes.Status200OK, "")
                : ReadResult.Refused(StatusCodes.Status400BadRequest, problem);
        }
        catch (JsonException)
        {
            return ReadResult.Refused(StatusCodes.Status400BadRequest, "the body is not JSON");
        }
        catch (InvalidOperationException)
        {
            // A text that is not Unicode passes the parser and fails when it is read.
            return ReadResult.Refused(StatusCodes.Status400BadRequest, "the body has a text that is not Unicode");
        }
    }

    private ReadResult TooLarge() =>
        ReadResult.Refused(StatusCodes.Status413PayloadTooLarge, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"the body is larger than {options.MaximumBodyBytes} bytes"));

    /// <summary>A growing pooled buffer that leaves nothing behind.</summary>
    private sealed class Body
    {
        private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        private int _length;

        public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, _length);

        public Memory<byte> Room()
        {
            if (_length == _buffer.Length)
            {
                var larger = ArrayPool<byte>.Shared.Rent(2 * _length);
                Written.CopyTo(larger);
                ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
                _buffer = larger;
            }
            return _buffer.AsMemory(_length);
        }

        public void Advance(int read) => _length += read;

        public void Clear() => ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
    }
}
