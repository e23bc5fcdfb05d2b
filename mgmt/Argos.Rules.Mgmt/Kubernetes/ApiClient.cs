using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Argos.Rules.Hosting.Http;

namespace Argos.Rules.Mgmt.Kubernetes;

/// <summary>The few calls to the API server that mgmt needs. Every failure is an <see cref="ApiException"/>; nothing is retried here.</summary>
/// <param name="http">Knows the server's address and how to log in; has no time-out of its own.</param>
/// <param name="time">The clock of the time-outs.</param>
internal sealed class ApiClient(HttpClient http, TimeProvider time)
{
    private const int PageSize = 500;
    private const long MaximumErrorLength = 64 * 1024;
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(60);

    /// <summary>One page of a list; <paramref name="continueToken"/> is empty for the first.</summary>
    public Task<ResourcePage> ListAsync(ResourceQuery query, string continueToken, CancellationToken cancellationToken) =>
        ListAsync(query, continueToken, "application/json", cancellationToken);

    /// <summary>The same with the metadata of each object only.</summary>
    public Task<ResourcePage> ListMetadataAsync(ResourceQuery query, string continueToken, CancellationToken cancellationToken) =>
        ListAsync(query, continueToken, "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json", cancellationToken);

    private async Task<ResourcePage> ListAsync(ResourceQuery query, string continueToken, string accept, CancellationToken cancellationToken)
    {
        var address = $"{query.Path}?limit={PageSize}{Selector(query)}";
        if (continueToken.Length > 0) address += $"&continue={Uri.EscapeDataString(continueToken)}";
        return await CallAsync(
            HttpMethod.Get,
            address,
            null,
            accept,
            PageAsync,
            cancellationToken);
    }

    /// <summary>
    /// The changes after a version, until the server or the connection ends them; without a version first the objects that there are, up to a bookmark
    /// that says so (a streamed list). The first line says that the server has taken the watch.
    /// </summary>
    public async IAsyncEnumerable<WatchLine> WatchAsync(
        ResourceQuery query, string? resourceVersion, TimeSpan serverTimeout, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seconds = ((int)serverTimeout.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var from = resourceVersion is null ? "sendInitialEvents=true&resourceVersionMatch=NotOlderThan" : $"resourceVersion={Uri.EscapeDataString(resourceVersion)}";
        var address = $"{query.Path}?watch=1&allowWatchBookmarks=true&timeoutSeconds={seconds}&{from}{Selector(query)}";
        using var request = Request(HttpMethod.Get, address, null, "application/json");
        using var response = await SendAsync(request, cancellationToken);
        yield return WatchLine.Opened;
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        await foreach (var line in WatchReader.ReadAsync(stream, cancellationToken)) yield return line;
    }

    /// <summary>The key set that signs service account tokens.</summary>
    public Task<byte[]> GetKeysAsync(CancellationToken cancellationToken) =>
        // The server answers 406 to `application/json`: the set is of type application/jwk-set+json.
        CallAsync(HttpMethod.Get, "openid/v1/jwks", null, "*/*", static (content, token) => content.ReadAsByteArrayAsync(token), cancellationToken);

    /// <summary>What the server says of a token: the status of a TokenReview.</summary>
    public Task<byte[]> ReviewTokenAsync(string token, IEnumerable<string> audiences, CancellationToken cancellationToken) => CallAsync(
        HttpMethod.Post, "apis/authentication.k8s.io/v1/tokenreviews", Json(TokenReviewBody.Write(token, audiences), "application/json"), "application/json", TokenReviewBody.ReadStatusAsync, cancellationToken);

    /// <summary>Changes one object by a JSON merge patch.</summary>
    public Task PatchAsync(ResourceQuery query, string name, byte[] mergePatch, CancellationToken cancellationToken)
    {
        var body = Json(mergePatch, "application/merge-patch+json");
        return CallAsync(HttpMethod.Patch, $"{query.Path}/{Uri.EscapeDataString(name)}", body, "application/json", Nothing, cancellationToken);
    }

    /// <summary>Records a Kubernetes Event.</summary>
    public Task CreateEventAsync(string @namespace, byte[] body, CancellationToken cancellationToken)
    {
        var query = new ResourceQuery("", "v1", "events", @namespace);
        return CallAsync(HttpMethod.Post, query.Path, Json(body, "application/json"), "application/json", Nothing, cancellationToken);
    }

    private static async Task<ResourcePage> PageAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var answer = await JsonDocument.ParseAsync(await content.ReadAsStreamAsync(cancellationToken), default, cancellationToken);
        if (ResourcePage.IsList(answer.RootElement)) return new ResourcePage(answer);
        answer.Dispose();
        throw new ApiException(null, "the API server's answer is not a list");
    }

    private static Task<bool> Nothing(HttpContent content, CancellationToken cancellationToken) => Task.FromResult(true);

    private static string Selector(ResourceQuery query) =>
        (query.LabelSelector is null ? "" : $"&labelSelector={Uri.EscapeDataString(query.LabelSelector)}")
        + (query.FieldSelector is null ? "" : $"&fieldSelector={Uri.EscapeDataString(query.FieldSelector)}");

    private static ByteArrayContent Json(byte[] body, string mediaType) =>
        new(body) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType) } };

    private static HttpRequestMessage Request(HttpMethod method, string address, HttpContent? body, string accept)
    {
        var request = new HttpRequestMessage(method, new Uri(address, UriKind.Relative)) { Content = body };
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return request;
    }

    private async Task<T> CallAsync<T>(
        HttpMethod method, string address, HttpContent? body, string accept, Func<HttpContent, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(CallTimeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var request = Request(method, address, body, accept);
        try
        {
            using var response = await SendAsync(request, linked.Token);
            return await read(response.Content, linked.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ApiException(null, $"the API server did not answer within {CallTimeout.TotalSeconds} s", e);
        }
        // A text that has half a character is not found out before it is read.
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException or InvalidOperationException)
        {
            throw new ApiException(null, $"the API server's answer cannot be read: {TransportFailure.Describe(e)}", e);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        // A connection that is reset as soon as it is made comes as a bare SocketException.
        catch (Exception e) when (e is HttpRequestException or SocketException)
        {
            throw new ApiException(null, $"the API server cannot be reached: {TransportFailure.Describe(e)}", e);
        }
        if (response.IsSuccessStatusCode) return response;
        using (response) throw new ApiException(response.StatusCode, await ProblemAsync(response, cancellationToken));
    }

    private static async Task<string> ProblemAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var plain = $"the API server answered {(int)response.StatusCode}";
        try
        {
            await response.Content.LoadIntoBufferAsync(MaximumErrorLength, cancellationToken);
            using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            return StatusMessage(document.RootElement) is { } message ? $"{plain}: {message}" : plain;
        }
        catch (Exception e) when (e is JsonException or HttpRequestException or IOException)
        {
            return plain;
        }
    }

    /// <summary>The failure that a Status object tells, as it comes in a watch.</summary>
    public static ApiException FromStatus(JsonElement status)
    {
        var code = status.ValueKind == JsonValueKind.Object && status.TryGetProperty("code", out var value) && value.TryGetInt32(out var number) ? number : 500;
        return new ApiException((HttpStatusCode)code, StatusMessage(status) ?? $"the API server ended the watch with {code}");
    }

    private static string? StatusMessage(JsonElement status) =>
        status.ValueKind == JsonValueKind.Object && status.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.String
            ? message.GetString()!.ReplaceLineEndings(" ")
            : null;
}
