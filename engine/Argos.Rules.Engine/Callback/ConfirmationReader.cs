using System.Text.Json;
using Argos.Rules.Contracts.Instances;

namespace Argos.Rules.Engine.Callback;

/// <summary>A confirmation, or why there is none.</summary>
/// <param name="Confirmation">What ZTS asks.</param>
/// <param name="Status">The HTTP status when there is no confirmation.</param>
/// <param name="Problem">Why there is none.</param>
internal readonly record struct ReadResult(InstanceConfirmation? Confirmation, int Status, string Problem)
{
    /// <summary>There is no memory for it now: too much is being read, or is not yet answered.</summary>
    public static ReadResult Overloaded { get; } = new(null, StatusCodes.Status504GatewayTimeout, "overloaded");

    /// <summary>The memory of the confirmation, which whoever gets it gives back once it is answered; none without a confirmation.</summary>
    public IDisposable? Memory { get; init; }

    /// <summary>Whether it was not read for want of memory.</summary>
    public bool IsOverloaded => this == Overloaded;

    /// <summary>The caller has hung up.</summary>
    public bool ClientClosed { get; init; }

    public static ReadResult Refused(int status, string problem) => new(null, status, problem);
}

/// <summary>Reads the body of a callback. ZTS sends it in chunks without a length; it holds credentials, so every buffer is cleared.</summary>
internal sealed class ConfirmationReader(CallbackOptions options, TimeProvider time)
{
    private readonly CallbackBytes _memory = new(options, time);
    private readonly ReadBuffers _buffers = new(options.MaximumBytesInWork / 2);

    // Kestrel's word for a connection that ended within a body; it has no other sign that can be seen from outside.
    private const string EndedEarly = "Unexpected end of request content.";

    private static readonly ReadResult Closed = new(null, StatusCodes.Status499ClientClosedRequest, "the caller hung up") { ClientClosed = true };

    /// <summary>The memory of those that were read and are not yet answered, about.</summary>
    public long BytesInWork => _memory.InUse;

    public async Task<ReadResult> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentLength > options.MaximumBodyBytes) return TooLarge();
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(options.BodySeconds), time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        using var body = _buffers.Begin();
        try
        {
            return await FillAsync(body, request.Body, linked.Token) ?? Parse(body.Written);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException && HasClosed(e, cancellation))
        {
            return Closed;
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
            // BadHttpRequestException is an IOException: broken chunks, a body that came too slowly.
            return ReadResult.Refused(StatusCodes.Status400BadRequest, "the body is truncated");
        }
    }

    /// <summary>Any other exception of the connection than a refusal of what came by it is its end.</summary>
    private static bool HasClosed(Exception problem, CancellationToken gone) =>
        gone.IsCancellationRequested || problem is BadHttpRequestException { Message: EndedEarly } || problem is IOException and not BadHttpRequestException;

    /// <summary>Reads to the end.</summary>
    /// <returns>Why it was not; <see langword="null"/> when it was.</returns>
    private async Task<ReadResult?> FillAsync(ReadBuffer body, Stream stream, CancellationToken cancellation)
    {
        while (true)
        {
            if (!body.TryMakeRoom()) return ReadResult.Overloaded;
            var read = await stream.ReadAsync(body.Room, cancellation);
            if (read == 0) return null;
            body.Advance(read);
            if (body.Written.Length > options.MaximumBodyBytes) return TooLarge();
        }
    }

    private ReadResult Parse(ReadOnlyMemory<byte> body)
    {
        IDisposable? taken = null;
        try
        {
            using var json = JsonDocument.Parse(body);
            // Before texts are made of it: refusing one too many must not cost what keeping it would.
            taken = _memory.TryTake(body.Length, InstanceConfirmationJson.DomainOf(json.RootElement));
            if (taken is null) return ReadResult.Overloaded;
            if (!InstanceConfirmationJson.TryRead(json.RootElement, out var confirmation, out var problem))
                return ReadResult.Refused(StatusCodes.Status400BadRequest, problem);
            var read = new ReadResult(confirmation, StatusCodes.Status200OK, "") { Memory = taken };
            taken = null;
            return read;
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
        finally
        {
            taken?.Dispose();
        }
    }

    private ReadResult TooLarge() =>
        ReadResult.Refused(StatusCodes.Status413PayloadTooLarge, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"the body is larger than {options.MaximumBodyBytes} bytes"));
}
