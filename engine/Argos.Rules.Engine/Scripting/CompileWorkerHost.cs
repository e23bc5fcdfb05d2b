using Argos.Rules.Engine.Sandbox;
using Argos.Rules.Engine.Sandbox.Metadata;
using Argos.Rules.Engine.Sandbox.Text;

namespace Argos.Rules.Engine.Scripting;

/// <summary>
/// Compiles policies in a process of their own, one at a time. The compiler can be hung or killed by a text, and is large; here
/// only its answers arrive, and they are checked like a stranger's. It is told of no folder: what is kept, the engine writes.
/// </summary>
internal sealed partial class CompileWorkerHost(ScriptingOptions options, TimeProvider time, ILogger<CompileWorkerHost> logger) : IAsyncDisposable
{
    /// <summary>The code of the diagnostic about a text over which the compiler died or took too long.</summary>
    public const string LimitCode = "ARG0501";

    private const int WallFactor = 12;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly SemaphoreSlim _turn = new(1);
    private WorkerProcess? _worker;

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
    /// <exception cref="CompilerUnavailableException">The compiler cannot be started.</exception>
    public async Task<CompileResult> CompileAsync(string id, string source, CancellationToken cancellation)
    {
        var text = TextGate.Check(id, source);
        return text.IsEmpty ? Checked(id, await CompileInWorkerAsync(id, source, traced: false, cancellation), traced: false) : new CompileResult(null, text);
    }

    /// <summary>Compiles a policy for a trace. What comes back reports on itself and must never decide; it is not kept with what decides.</summary>
    /// <param name="id">The policy's id.</param>
    /// <param name="source">Its text.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="CompilerUnavailableException">The compiler cannot be started.</exception>
    public async Task<CompileResult> CompileTracedAsync(string id, string source, CancellationToken cancellation)
    {
        var text = TextGate.Check(id, source);
        return text.IsEmpty ? Checked(id, await CompileInWorkerAsync(id, source, traced: true, cancellation), traced: true) : new CompileResult(null, text);
    }

    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync();
        _worker?.Dispose();
        _worker = null;
        _turn.Dispose();
    }

    private static CompileResult Checked(string id, CompileResult result, bool traced)
    {
        if (result.Policy is null) return result;
        var problems = ImageGate.Check(id, result.Policy, traced);
        return problems.IsEmpty ? result : new CompileResult(null, problems);
    }

    private async Task<CompileResult> CompileInWorkerAsync(string id, string source, bool traced, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            var worker = await WorkerAsync(cancellation);
            try
            {
                if (await WithinLimitAsync(worker, id, source, traced, cancellation) is { } result) return result;
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
            throw new CompilerUnavailableException(problem);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>
    /// Compiles, or gives up. The compiler's processor time counts: on a busy machine, or one with a CPU limit, it is waited for
    /// longer, because a policy that is refused for want of a processor would be a wrong "no" for everybody.
    /// </summary>
    private async Task<CompileResult?> WithinLimitAsync(WorkerProcess worker, string id, string source, bool traced, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var (used, started) = (worker.Used, time.GetTimestamp());
        var work = worker.CompileAsync(id, source, traced, stop.Token);
        while (true)
        {
            try
            {
                return await work.WaitAsync(Look, time, CancellationToken.None);
            }
            catch (TimeoutException)
            {
                if (worker.Used - used <= options.CompileTimeout && time.GetElapsedTime(started) <= options.CompileTimeout * WallFactor) continue;
            }
            await stop.CancelAsync();
            await work.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            return null;
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
