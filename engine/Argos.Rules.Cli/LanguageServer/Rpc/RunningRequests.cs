using System.Text.Json;

namespace Argos.Rules.Cli.LanguageServer.Rpc;

/// <summary>The requests that have no response yet. Each can be cancelled by its id, and there are so many at most.</summary>
internal sealed class RunningRequests
{
    private const int Maximum = 64;
    private const int MaximumId = 256;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, CancellationTokenSource> _running = new(StringComparer.Ordinal);

    /// <summary>Counts a request in.</summary>
    /// <exception cref="RpcException">Too many are running, or one has this id.</exception>
    public CancellationTokenSource Begin(JsonElement id, CancellationToken stopping)
    {
        var name = id.GetRawText();
        if (name.Length > MaximumId)
            throw new RpcException(RpcException.InvalidRequest, $"an id has more than {MaximumId} characters");
        lock (_lock)
        {
            if (_running.Count >= Maximum)
                throw new RpcException(RpcException.ServerCancelled, $"more than {Maximum} requests are running");
            var source = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            if (_running.TryAdd(name, source)) return source;
            source.Dispose();
            throw new RpcException(RpcException.InvalidRequest, "a request with this id is running");
        }
    }

    public void End(JsonElement id)
    {
        lock (_lock)
        {
            if (_running.Remove(id.GetRawText(), out var source)) source.Dispose();
        }
    }

    public void Cancel(JsonElement id)
    {
        lock (_lock)
        {
            if (_running.TryGetValue(id.GetRawText(), out var source)) source.Cancel();
        }
    }
}
