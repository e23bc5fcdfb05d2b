using Argos.Rules.Mgmt.Kubernetes;

namespace Argos.Rules.Mgmt.Watching;

/// <summary>Keeps a store equal to what the API server says, for ever.</summary>
internal sealed partial class Reflector<T>(Watcher<T> watcher, Store<T> store, Backoff backoff, TimeProvider time, ILogger<Reflector<T>> logger)
    where T : Stored
{
    private const int Many = 2_000;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        WatchState<T> state = new WatchState<T>.Empty();
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                var step = await watcher.StepAsync(state, cancellationToken);
                state = step.Next;
                if (step.Event is { } change) store.Write(change);
                if (step.Event is WatchEvent<T>.InitDone) Listed();
                if (step.Problem is { } problem) await PauseAsync(problem, cancellationToken);
            }
        }
        finally
        {
            if (state is WatchState<T>.Watching open) await open.Watch.DisposeAsync();
        }
    }

    private void Listed()
    {
        LogListed(logger, watcher.Query, store.Count);
        // What a long list leaves behind would stay with the process for good. Lists are rare, and nothing here waits for microseconds.
        if (store.Count >= Many) GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    private Task PauseAsync(ApiException problem, CancellationToken cancellationToken)
    {
        var pause = backoff.Next();
        if (problem.IsForbidden) LogForbidden(logger, watcher.Query, RbacAdvice.For(watcher.Query, "list", "watch"), pause.TotalSeconds);
        else if (problem.IsGone) LogGone(logger, watcher.Query, problem.Message, pause.TotalSeconds);
        else LogProblem(logger, watcher.Query, problem.Message, pause.TotalSeconds);
        return Task.Delay(pause, time, cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Listed {Query}: {Count} objects")]
    private static partial void LogListed(ILogger logger, ResourceQuery query, int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "May not list or watch {Query}; {Advice}; trying again in {Seconds} s")]
    private static partial void LogForbidden(ILogger logger, ResourceQuery query, string advice, double seconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "The watch of {Query} cannot go on: {Problem}; listing again in {Seconds} s")]
    private static partial void LogGone(ILogger logger, ResourceQuery query, string problem, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Watching {Query} failed: {Problem}; trying again in {Seconds} s")]
    private static partial void LogProblem(ILogger logger, ResourceQuery query, string problem, double seconds);
}
