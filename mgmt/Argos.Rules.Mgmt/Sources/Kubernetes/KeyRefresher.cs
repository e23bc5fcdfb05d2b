using Argos.Rules.Mgmt.Kubernetes;
using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Sources.Kubernetes;

/// <summary>Fetches the cluster's key set on a schedule, and sooner when the engine has met an unknown key, but not more often than every 10 s: unknown keys cost an attacker nothing.</summary>
internal sealed partial class KeyRefresher(IKeySetOrigin origin, ClusterKeys keys, TimeSpan every, TimeProvider time, ILogger<KeyRefresher> logger)
{
    private const string NoKeySet = "what came is not a key set; it must be {\"keys\": [...]} with at least one key, or public keys as PEM";
    private static readonly TimeSpan MinimumPause = TimeSpan.FromSeconds(10);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var backoff = Backoff.ForApiServer(time, Random.Shared);
        while (!cancellationToken.IsCancellationRequested)
        {
            if (!await FetchAsync(cancellationToken))
            {
                await backoff.WaitAsync(cancellationToken);
                continue;
            }
            await Task.Delay(MinimumPause < every ? MinimumPause : every, time, cancellationToken);
            await keys.RefreshRequested.WaitAsync(every - MinimumPause, time, cancellationToken);
        }
    }

    private async Task<bool> FetchAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (KeySet.TryRead(await origin.ReadAsync(cancellationToken), out var json))
            {
                keys.Set(json);
                (keys.Fetched ??= new LastContact(time)).Touch();
                return true;
            }
            keys.Fail(NoKeySet);
            LogFailed(logger, NoKeySet);
        }
        catch (ApiException e) when (e.IsForbidden)
        {
            keys.Fail($"mgmt may not read them; {RbacAdvice.ForKeys}");
            LogForbidden(logger, RbacAdvice.ForKeys);
        }
        catch (ApiException e)
        {
            keys.Fail(e.Message);
            LogFailed(logger, e.Message);
        }
        return false;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "May not read the cluster's key set; {Advice}")]
    private static partial void LogForbidden(ILogger logger, string advice);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The cluster's key set could not be fetched: {Problem}; the last one stays")]
    private static partial void LogFailed(ILogger logger, string problem);
}
