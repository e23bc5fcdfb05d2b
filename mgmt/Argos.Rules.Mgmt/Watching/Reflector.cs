using Argos.Rules.Hosting.Memory;
using Argos.Rules.Mgmt.Kubernetes;

namespace Argos.Rules.Mgmt.Watching;

/// <summary>Keeps a store equal to what the API server says, for ever.</summary>
internal sealed partial class Reflector<T>(Watcher<T> watcher, Store<T> store, Backoff backoff, TimeProvider time, ILogger<Reflector<T>> logger)
    where T : CachedObject
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        WatchState<T> state = new WatchState<T>.Empty();
        var unusable = new UnusableObjects();
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                var step = await watcher.StepAsync(state, cancellationToken);
                state = step.Next;
                var again = store.Ready.IsCompleted;
                foreach (var one in step.Unusable) LogUnusable(logger, watcher.Query, one);
                // Before the store is told: whoever reads it next knows of them.
                if (unusable.Follow(step.Event, step.Unusable)) store.Unusable = unusable.All;
                if (step.Event is { } change) store.Write(change);
                if (step.Event is WatchEvent<T>.InitDone) Listed(again);
                if (step.InPages is { } why) LogPages(logger, watcher.Query, why);
                if (step.Problem is { } problem) await PauseAsync(problem, cancellationToken);
            }
        }
        finally
        {
            var open = state is WatchState<T>.InitStream stream ? stream.Watch : (state as WatchState<T>.Watching)?.Watch;
            if (open is not null) await open.DisposeAsync();
            if (state is WatchState<T>.InitPage { Ahead: { } ahead }) await ((Task)ahead).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Listed(bool again)
    {
        LogListed(logger, watcher.Query, store.Count);
        // The first list is pushed as a whole, and given back after that.
        if (again) MemoryTrimmer.Trim(store.Count);
    }

    private Task PauseAsync(ApiException problem, CancellationToken cancellationToken)
    {
        var pause = backoff.Next();
        if (problem.IsForbidden) LogForbidden(logger, watcher.Query, RbacAdvice.For(watcher.Query, "list", "watch"), pause.TotalSeconds);
        else if (problem.IsGone) LogGone(logger, watcher.Query, problem.Message, pause.TotalSeconds);
        else LogProblem(logger, watcher.Query, problem.Message, pause.TotalSeconds);
        return Task.Delay(pause, time, cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Of {Query} an object cannot be used: {Object}")]
    private static partial void LogUnusable(ILogger logger, ResourceQuery query, UnusableObject @object);

    [LoggerMessage(Level = LogLevel.Information, Message = "Listed {Query}: {Count} objects")]
    private static partial void LogListed(ILogger logger, ResourceQuery query, int count);

    [LoggerMessage(Level = LogLevel.Information, Message = "The API server does not stream the list of {Query}: {Why}; listing in pages")]
    private static partial void LogPages(ILogger logger, ResourceQuery query, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "Not permitted to list or watch {Query}; {Advice}; trying again in {Seconds} s")]
    private static partial void LogForbidden(ILogger logger, ResourceQuery query, string advice, double seconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "The watch of {Query} cannot go on: {Problem}; listing again in {Seconds} s")]
    private static partial void LogGone(ILogger logger, ResourceQuery query, string problem, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Watching {Query} failed: {Problem}; trying again in {Seconds} s")]
    private static partial void LogProblem(ILogger logger, ResourceQuery query, string problem, double seconds);
}
