using System.Collections.Immutable;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Compilation;
using Argos.Rules.Core.Sync;
using Argos.Rules.Core.Trials;
using Microsoft.AspNetCore.Http.Features;

namespace Argos.Rules.Engine.Management;

/// <summary>
/// The management API, in OPA's shape. Paths are taken as they came over the wire, because an id or a segment may hold an encoded
/// slash. To be served on the management listener only: whoever reaches it can change the policies.
/// </summary>
internal sealed partial class ManagementApi(ImmutableArray<Route> routes, RequestGuard guard, EngineIdentity identity, ILogger<ManagementApi> logger)
{
    /// <summary>Handles a request, whatever its path.</summary>
    public async Task HandleAsync(HttpContext http)
    {
        http.Response.Headers[Headers.EngineId] = identity.Id;
        var answer = await AnswerAsync(http);
        if (!ReferenceEquals(answer, Response.Sent)) await ResponseWriter.WriteAsync(http, answer);
    }

    private async Task<Response> AnswerAsync(HttpContext http)
    {
        try
        {
            return guard.Check(http) ?? await DispatchAsync(http);
        }
        catch (BadHttpRequestException e)
        {
            return Response.Error(e.StatusCode, ErrorCodes.InvalidParameter, e.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? "the body is too large"
                : "the body cannot be read completely");
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return Response.Sent;
        }
        catch (CompilerUnavailableException)
        {
            // Not the policy's fault: a 400 would tell its writer to give it up.
            return Response.Error(StatusCodes.Status503ServiceUnavailable, ErrorCodes.Internal,
                "the compiler cannot be used; see the engine's log, then send it again");
        }
        catch (TrialUnavailableException e)
        {
            return Response.Error(StatusCodes.Status503ServiceUnavailable, ErrorCodes.Internal, e.Message);
        }
        catch (Exception e)
        {
            // The type and the place only: a message may quote what was sent.
            LogFailed(http.Request.Method, e.GetType().FullName!, new System.Diagnostics.StackTrace(e).ToString());
            return Response.Error(StatusCodes.Status500InternalServerError, ErrorCodes.Internal, "the engine failed; see its log");
        }
    }

    private Task<Response> DispatchAsync(HttpContext http)
    {
        var target = http.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var query = target.IndexOf('?', StringComparison.Ordinal);
        var path = query < 0 ? target : target[..query];
        foreach (var route in routes)
        {
            if (!route.Matches(path, out var rest)) continue;
            return route.Methods.TryGetValue(http.Request.Method, out var handler)
                ? handler(new ManagementCall(http, rest))
                : Task.FromResult(Response.Error(StatusCodes.Status405MethodNotAllowed, ErrorCodes.InvalidParameter,
                    $"`{http.Request.Method}` is not allowed here") with
                { Allow = string.Join(", ", route.Methods.Keys) });
        }
        return Task.FromResult(Response.NotFound("there is no such endpoint"));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A management request failed: {Method}: {Kind} {Trace}")]
    private partial void LogFailed(string method, string kind, string trace);
}
