using Argos.Rules.Contracts.Instances;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Core.Telemetry;
using Argos.Rules.Engine.Audit;

namespace Argos.Rules.Engine.Callback;

/// <summary>One callback: read, decide, answer.</summary>
internal sealed class CallbackHandler(CallbackOptions options, AuditedDecider decider, Decider waiting, AnswerStatus statuses, TimeProvider time)
{
    private readonly ConfirmationReader _reader = new(options, time);
    private readonly UnreadBodies _unread = new(time);
    private int _running;

    /// <summary>How many callbacks are in work; those that wait are not.</summary>
    public int Running => Math.Max(0, Volatile.Read(ref _running) - waiting.Waiting);

    /// <summary>The memory that they take, about.</summary>
    public long BytesInWork => _reader.BytesInWork;

    /// <summary>Handles a callback, whatever listener it came by.</summary>
    public async Task HandleAsync(HttpContext http, InstanceOperation operation)
    {
        using var span = Traces.Decision(http.Request, operation);
        try
        {
            // Who waits works not: otherwise those who wait for what never comes would keep all others out.
            if (Interlocked.Increment(ref _running) - waiting.Waiting > options.MaximumConcurrent)
            {
                await OverloadedAsync(http, operation);
                return;
            }
            await ReadAndDecideAsync(http, operation);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    private async Task ReadAndDecideAsync(HttpContext http, InstanceOperation operation)
    {
        var caller = ZtsClientIdentity.Of(http);
        var started = time.GetTimestamp();
        var read = await _reader.ReadAsync(http.Request, http.RequestAborted);
        if (read.ClientClosed)
        {
            decider.ClientClosed(operation, caller, started);
            http.Abort();
            return;
        }
        if (read.IsOverloaded)
        {
            await OverloadedAsync(http, operation);
            return;
        }
        if (read.Confirmation is null)
        {
            var status = statuses.OfFailure(operation, read.Status);
            http.Response.Headers[Headers.DecisionId] = decider.Malformed(operation, caller, status, read.Problem, started);
            CloseAfter(http);
            await CallbackResponse.ErrorAsync(http.Response, status, read.Problem, http.RequestAborted);
            await _unread.EndAsync(http);
            return;
        }
        using var memory = read.Memory;
        var decision = await decider.DecideAsync(read.Confirmation, operation, caller, http.RequestAborted);
        await CallbackResponse.WriteAsync(http.Response, read.Confirmation, decision, statuses.Of(operation, decision),
            http.RequestAborted);
    }

    private async Task OverloadedAsync(HttpContext http, InstanceOperation operation)
    {
        CloseAfter(http);
        var decision = decider.Overloaded(operation, ZtsClientIdentity.Of(http));
        await CallbackResponse.RefuseAsync(http.Response, decision, statuses.Of(operation, decision), http.RequestAborted);
        await _unread.EndAsync(http);
    }

    /// <summary>The rest of an unread body is not worth reading.</summary>
    private static void CloseAfter(HttpContext http)
    {
        if (http.Request.Protocol == HttpProtocol.Http11) http.Response.Headers.Connection = "close";
    }
}
