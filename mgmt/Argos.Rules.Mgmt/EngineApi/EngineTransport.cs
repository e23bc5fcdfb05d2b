using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Argos.Rules.Contracts;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Hosting.Http;

namespace Argos.Rules.Mgmt.EngineApi;

/// <summary>Sends one request to the engine and turns what went wrong into the two exceptions a caller can act on.</summary>
/// <param name="http">Has no time-out of its own.</param>
/// <param name="options">Where the engine is.</param>
/// <param name="source">The name of this source.</param>
/// <param name="time">The clock of the time-outs.</param>
internal sealed class EngineTransport(HttpClient http, EngineOptions options, string source, TimeProvider time)
{
    private const long SmallBody = 4 * 1024;

    /// <summary>Sends a request and reads its answer.</summary>
    /// <param name="request">With an address below <c>/v1/</c>.</param>
    /// <param name="engineId">The engine that is meant; <see langword="null"/> for any.</param>
    /// <param name="timeout">How long the whole exchange may take.</param>
    /// <param name="read">Reads the answer.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task<T> SendAsync<T>(
        HttpRequestMessage request, string? engineId, TimeSpan timeout, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        using (request)
        {
            try
            {
                await PrepareAsync(request, engineId, linked.Token);
                using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, linked.Token);
                Judge(response, engineId);
                return await read(response, linked.Token);
            }
            catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
            {
                throw new EngineUnavailableException($"the engine did not answer within {timeout.TotalSeconds} s", e) { MayBeItem = true };
            }
            // A connection that is reset as soon as it is made comes as a bare SocketException.
            catch (Exception e) when (e is HttpRequestException or SocketException or IOException or UnauthorizedAccessException)
            {
                throw new EngineUnavailableException($"the engine cannot be reached: {TransportFailure.Describe(e)}", e) { MayBeItem = WasSent(e) };
            }
            catch (JsonException e)
            {
                throw new EngineUnavailableException("the engine's answer cannot be read", e);
            }
        }
    }

    /// <summary>Reads a body; an empty one is as bad as none.</summary>
    public static async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        await JsonSerializer.DeserializeAsync(await response.Content.ReadAsStreamAsync(cancellationToken), type, cancellationToken) ?? throw new JsonException();

    /// <summary>Reads why a write was refused; never empty.</summary>
    public static async Task<PushResult> RefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            var body = await ReadAsync(response, ContractsJson.Default.ErrorBody, cancellationToken);
            return new PushResult(body.Errors is { IsDefaultOrEmpty: false } errors ? errors : [new Diagnostic(body.Code, body.Message)]);
        }
        catch (JsonException)
        {
            return new PushResult([new Diagnostic(ErrorCodes.InvalidParameter, $"the engine answered {(int)response.StatusCode}")]);
        }
    }

    // A connection that could not be made says nothing of what was to be sent on it.
    private static bool WasSent(Exception failure) =>
        failure is HttpRequestException { HttpRequestError: not (HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError) };

    private static void Judge(HttpResponseMessage response, string? engineId)
    {
        if (response.StatusCode == HttpStatusCode.PreconditionFailed) throw new EngineRestartedException();
        // The header is the truth even for an engine that did not look at ours.
        if (engineId is not null && EngineIdOf(response) is { } answered && answered != engineId) throw new EngineRestartedException();
        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            throw new EngineUnavailableException("the engine does not accept the management token; correct `Engine:TokenFile` (`ARGOS_ENGINE__TOKENFILE`)") { HasAnswered = true };
        if ((int)response.StatusCode is (>= 500 or 429 or 408) and var status) throw new EngineUnavailableException($"the engine answered {status}") { HasAnswered = true, MayBeItem = status != 429 };
    }

    /// <summary>The engine that answered, when it says so.</summary>
    public static string? EngineIdOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues(Headers.EngineId, out var values) ? values.FirstOrDefault() : null;

    /// <summary>The token. An engine that is only just starting may not have made it yet.</summary>
    private async Task<string> TokenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await File.ReadAllTextAsync(options.TokenFile, cancellationToken)).Trim() is { Length: > 0 } token
                ? token
                : throw new EngineUnavailableException($"the management token file `{options.TokenFile}` is empty");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new EngineUnavailableException($"the management token file `{options.TokenFile}` is not there yet", e);
        }
    }

    private async Task PrepareAsync(HttpRequestMessage request, string? engineId, CancellationToken cancellationToken)
    {
        request.Headers.TryAddWithoutValidation(Headers.Source, source);
        if (engineId is not null) request.Headers.TryAddWithoutValidation(Headers.EngineId, engineId);
        if (options.TokenFile.Length > 0)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(cancellationToken));
        }
        // On loopback compressing costs more than it saves.
        var small = request.Content?.Headers.ContentLength is { } length and < SmallBody && length >= 0;
        if (request.Content is { } body && !small && !options.Url.IsLoopback) request.Content = new GzipContent(body);
    }
}
