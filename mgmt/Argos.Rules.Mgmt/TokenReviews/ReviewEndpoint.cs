using System.Text.Json;
using Argos.Rules.Hosting.Secrets;
using Argos.Rules.Mgmt.Kubernetes;

namespace Argos.Rules.Mgmt.TokenReviews;

/// <summary>
/// <c>POST /v1/tokenreviews</c> <c>{"token", "audiences"}</c>: asks the API server about a token for the engine, which holds no
/// credential of the cluster. The answer is the status of the TokenReview. Tokens are neither logged nor kept.
/// </summary>
internal sealed partial class ReviewEndpoint(ApiClient api, ReviewOptions options, ILogger<ReviewEndpoint> logger) : IDisposable
{
    public const string Path = "/v1/tokenreviews";

    private const int MaximumConcurrent = 32;
    private const int MaximumBody = 64 * 1024;

    private readonly SemaphoreSlim _open = new(MaximumConcurrent);

    public async Task HandleAsync(HttpContext context)
    {
        if (context.Features.Get<ReviewListener>() is null) Refuse(context, StatusCodes.Status404NotFound);
        else if (!MayAsk(context.Request.Headers.Authorization.ToString())) Refuse(context, StatusCodes.Status401Unauthorized);
        else if (context.Request.ContentLength is not (> 0 and <= MaximumBody)) Refuse(context, StatusCodes.Status413PayloadTooLarge);
        // At once: who waits here would wait for the API server's other clients, and the engine gives up anyway.
        else if (!await _open.WaitAsync(0)) Refuse(context, StatusCodes.Status429TooManyRequests);
        else await AnswerAsync(context);
    }

    public void Dispose() => _open.Dispose();

    private static void Refuse(HttpContext context, int status) => context.Response.StatusCode = status;

    private async Task AnswerAsync(HttpContext context)
    {
        try
        {
            if (await ReadAsync(context) is not var (token, audiences) || audiences.Length == 0)
            {
                Refuse(context, StatusCodes.Status400BadRequest);
                return;
            }
            var status = await api.ReviewTokenAsync(token, audiences, context.RequestAborted);
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync(status, context.RequestAborted);
        }
        catch (ApiException problem)
        {
            LogFailed(problem.Status, RbacAdvice(problem));
            Refuse(context, StatusCodes.Status503ServiceUnavailable);
        }
        finally
        {
            _open.Release();
        }
    }

    private static async Task<(string Token, string[] Audiences)?> ReadAsync(HttpContext context)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("token", out var token) || !root.TryGetProperty("audiences", out var audiences)) return null;
            if (token.ValueKind != JsonValueKind.String || audiences.ValueKind != JsonValueKind.Array || audiences.EnumerateArray().Any(static a => a.ValueKind != JsonValueKind.String)) return null;
            return (token.GetString()!, [.. audiences.EnumerateArray().Select(static a => a.GetString()!)]);
        }
        // Half a character is not found out before the text is read.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Dropped on purpose: it may quote the token.
            return null;
        }
    }

    private bool MayAsk(string authorization)
    {
        if (options.TokenFile.Length == 0) return true;
        try
        {
            return BearerCheck.Accepts(authorization, File.ReadAllText(options.TokenFile).Trim());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(options.TokenFile, e.GetType().Name);
            return false;
        }
    }

    private static string RbacAdvice(ApiException problem) => problem.IsForbidden ? "the service account may not `create` on `tokenreviews` (component `k8s/components/token-review`)" : "";

    [LoggerMessage(Level = LogLevel.Warning, Message = "A token review failed: {Status} {Advice}")]
    private partial void LogFailed(System.Net.HttpStatusCode? status, string advice);

    [LoggerMessage(Level = LogLevel.Error, Message = "The token file {File} cannot be read ({Kind}); every token review is refused")]
    private partial void LogUnreadable(string file, string kind);
}
