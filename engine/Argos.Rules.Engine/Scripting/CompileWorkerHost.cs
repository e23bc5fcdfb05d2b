using Argos.Rules.Engine.Sandbox;
using Argos.Rules.Engine.Sandbox.Metadata;
using Argos.Rules.Engine.Sandbox.Text;

namespace Argos.Rules.Engine.Scripting;

/// <summary>
/// Compiles policies in a process of their own, one at a time. The compiler can be hung or killed by a text, and is large; here
/// only its answers arrive, and they are checked like a stranger's.
/// </summary>
internal sealed partial class CompileWorkerHost(ScriptingOptions options, TimeProvider time, ILogger<CompileWorkerHost> logger) : IAsyncDisposable
{
    /// <summary>The code of the diagnostic about a text over which the compiler died or took too long.</summary>
    public const string LimitCode = "ARG0501";

    private readonly SemaphoreSlim _turn = new(1);
    private readonly CompileCache? _cache = options.CacheDirectory is { Length: > 0 } folder ? new CompileCache(folder, logger) : null;
    private WorkerProcess? _worker;

    /// <summary>Whether policies compiled by an earlier start are at hand.</summary>
    public bool HasCompiled => _cache?.HasAny ?? false;

    /// <summary>Starts the compiler, so that the first policy need not wait for it.</summary>
    public async Task WarmAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            await WorkerAsync(cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Compiles a policy; every error and warning comes back at once.</summary>
    /// <param name="id">The policy's id.</param>
    /// <param name="source">Its text.</param>
    /// <param name="cancellation">Gives up; the compiler is killed then, because it cannot be interrupted.</param>
    public async Task<CompileResult> CompileAsync(string id, string source, CancellationToken cancellation)
    {
        var text = TextGate.Check(id, source);
        if (!text.IsEmpty) return new CompileResult(null, text);
        if (_cache?.Find(id, source) is { } cached) return cached;
        var result = Checked(id, await CompileInWorkerAsync(id, source, cancellation));
        if (result.Policy is not null) _cache?.Keep(source, result);
        return result;
    }

    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync();
        _worker?.Dispose();
        _worker = null;
        _turn.Dispose();
    }

    private static CompileResult Checked(string id, CompileResult result)
    {
        if (result.Policy is null) return result;
        var problems = ImageGate.Check(id, result.Policy);
        return problems.IsEmpty ? result : new CompileResult(null, problems);
    }

    private async Task<CompileResult> CompileInWorkerAsync(string id, string source, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            var worker = await WorkerAsync(cancellation);
            using var limit = new CancellationTokenSource(options.CompileTimeout, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
            try
            {
                if (await worker.CompileAsync(id, source, both.Token) is { } result) return result;
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                // The time is over; what the compiler still does is of no use to anybody.
            }
            catch (OperationCanceledException)
            {
                Drop();
                throw;
            }
            Drop();
            LogLimit(id);
            return new CompileResult(null, [Refusal.Whole(LimitCode, "compilation exceeded its limit; make the policy simpler: fewer nested expressions, and names for their parts")]);
        }
        catch (IOException problem)
        {
            LogNoCompiler(problem);
            return new CompileResult(null, [Refusal.Whole("ARG0502", "the compiler cannot be started; see the engine's log, then send the policy again")]);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<WorkerProcess> WorkerAsync(CancellationToken cancellation)
    {
        if (_worker is not null) return _worker;
        using var limit = new CancellationTokenSource(options.StartTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            _worker = await WorkerProcess.StartAsync(options, both.Token);
            LogStarted(_worker.Id);
            return _worker;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new IOException("the compiler's process did not become ready in time");
        }
        catch (System.ComponentModel.Win32Exception problem)
        {
            throw new IOException("the compiler's process cannot be started", problem);
        }
    }

    private void Drop()
    {
        _worker?.Dispose();
        _worker = null;
    }

    [LoggerMessage(LogLevel.Information, "Compiler started as process {ProcessId}")]
    private partial void LogStarted(int processId);

    [LoggerMessage(LogLevel.Warning, "Compilation of policy {PolicyId} exceeded its limit; the compiler is started anew")]
    private partial void LogLimit(string policyId);

    [LoggerMessage(LogLevel.Error, "Compiler cannot be started")]
    private partial void LogNoCompiler(Exception problem);
}
