using Argos.Rules.Mgmt.Kubernetes;

namespace Argos.Rules.Mgmt.Watching;

/// <summary>An open watch that counts a silence longer than the server's own time-out as closed.</summary>
internal sealed class OpenWatch : IAsyncDisposable
{
    /// <summary>When the server is asked to end a watch.</summary>
    public static readonly TimeSpan ServerTimeout = TimeSpan.FromSeconds(290);

    private static readonly TimeSpan IdleTimeout = ServerTimeout + TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TooShort = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource _idle;
    private readonly CancellationTokenSource _linked;
    private readonly IAsyncEnumerator<WatchLine> _lines;
    private readonly TimeProvider _time;
    private readonly long _opened;
    private bool _told;

    public OpenWatch(ApiClient api, ResourceQuery query, string version, TimeProvider time, CancellationToken cancellationToken)
    {
        _time = time;
        _opened = time.GetTimestamp();
        _idle = new CancellationTokenSource(IdleTimeout, time);
        _linked = CancellationTokenSource.CreateLinkedTokenSource(_idle.Token, cancellationToken);
        _lines = api.WatchAsync(query, version, ServerTimeout, _linked.Token).GetAsyncEnumerator(_linked.Token);
    }

    /// <summary>Whether it ended at once without a word: watching again without a pause would spin.</summary>
    public bool WasUseless => !_told && _time.GetElapsedTime(_opened) < TooShort;

    /// <summary>Whether the server has ended it in good order.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>The next line, or <see langword="null"/> when the watch is closed, cut or silent for too long.</summary>
    public async Task<WatchLine?> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            _idle.CancelAfter(IdleTimeout);
            if (!await _lines.MoveNextAsync())
            {
                HasEnded = true;
                return null;
            }
            _told = true;
            return _lines.Current;
        }
        catch (Exception e) when (e is IOException or HttpRequestException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _linked.CancelAsync();
        await _lines.DisposeAsync();
        _linked.Dispose();
        _idle.Dispose();
    }
}
