using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Core.Telemetry;
using Argos.Rules.Engine.Audit;
using Argos.Rules.Engine.Listeners;

namespace Argos.Rules.Engine.Callback;

/// <summary>All that the callback listener serves: two paths, for admitted clients.</summary>
internal sealed partial class CallbackEndpoint(CallbackOptions options, ClientGate gate, CallbackHandler handler, AnswerStatus statuses, EngineMetrics metrics, ILogger<CallbackEndpoint> logger)
{
    private const string RefreshPath = "/refresh";

    private readonly string _register = options.BasePath + "/instance";
    private readonly string _refresh = options.BasePath + RefreshPath;

    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await RouteAsync(http);
        }
        catch (Exception e) when (!http.RequestAborted.IsCancellationRequested)
        {
            LogFailed(e.GetType().FullName!, e.StackTrace);
            if (http.Response.HasStarted) http.Abort();
            else await RefuseAsync(http, StatusCodes.Status504GatewayTimeout, "cannot decide: " + DecisionCodes.EngineError);
        }
    }

    private Task RouteAsync(HttpContext http)
    {
        if (gate.Admit(http) is not { } caller) return RefuseAsync(http, StatusCodes.Status403Forbidden, "client not allowed");
        http.Features.Set(new ZtsClientIdentity(caller));
        var path = http.Request.Path.Value;
        InstanceOperation? operation = path == _register ? InstanceOperation.Register : path == _refresh ? InstanceOperation.Refresh : null;
        if (operation is null) return RefuseAsync(http, StatusCodes.Status404NotFound, "not found");
        if (HttpMethods.IsPost(http.Request.Method)) return handler.HandleAsync(http, operation.Value);
        http.Response.Headers.Allow = HttpMethods.Post;
        return RefuseAsync(http, StatusCodes.Status405MethodNotAllowed, "method not allowed");
    }

    private Task RefuseAsync(HttpContext http, int status, string message)
    {
        // Also below another base path: a ZTS that is set up wrongly asks there.
        if (http.Request.Path.Value?.EndsWith(RefreshPath, StringComparison.Ordinal) == true) status = statuses.OfFailure(InstanceOperation.Refresh, status);
        metrics.CallbackRefused(status);
        return CallbackResponse.ErrorAsync(http.Response, status, message, http.RequestAborted);
    }

    // The type and the stack only: a message may quote the body.
    [LoggerMessage(Level = LogLevel.Error, Message = "A callback failed: {Kind} {Trace}")]
    private partial void LogFailed(string kind, string? trace);
}
