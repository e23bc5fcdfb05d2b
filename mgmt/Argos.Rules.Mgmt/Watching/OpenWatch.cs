using Argos.Rules.Mgmt.Kubernetes;

namespace Argos.Rules.Mgmt.Watching;

/// <summary>An open watch that counts a silence longer than the server's own time-out as closed.</summary>
internal sealed class OpenWatch : IAsyncDisposable
{
    /// <summary>When the server is asked to end a watch: so that one that went silent is replaced before the engine's age limit, 300 s unless it is set.</summary>
    public static readonly TimeSpan ServerTimeout = TimeSpan.FromSeconds(240);

    private static readonly TimeSpan IdleTimeout = ServerTimeout + TimeSpan.FromSeconds(5);

    // The server takes a watch at once, or has it wait in a queue for some seconds. After a silent connection this is still within the age limit.
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(30);

    // The objects of a list come one after the other, and its end right behind them.
    private static readonly TimeSpan ListTimeout = TimeSpan.FromSeconds(10);

    // What happened since the version that was asked for is sent at once.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TooShort = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource _idle;
    private readonly CancellationTokenSource _linked;
    private readonly IAsyncEnumerator<WatchLine> _lines;
    private readonly TimeProvider _time;
    private readonly long _opened;
    private Task<bool>? _coming;
    private TimeSpan _patience = AnswerTimeout;
    private bool _lists;
    private bool _taken;
    private bool _justOpened;
    private bool _told;

    /// <param name="api">The API server.</param>
    /// <param name="query">What to watch.</param>
    /// <param name="version">After which version; <see langword="null"/> for a watch that begins with the list.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public OpenWatch(ApiClient api, ResourceQuery query, string? version, TimeProvider time, CancellationToken cancellationToken)
    {
        _time = time;
        _lists = version is null;
        _opened = time.GetTimestamp();
        _idle = new CancellationTokenSource(AnswerTimeout, time);
        _linked = CancellationTokenSource.CreateLinkedTokenSource(_idle.Token, cancellationToken);
        _lines = api.WatchAsync(query, version, ServerTimeout, _linked.Token).GetAsyncEnumerator(_linked.Token);
    }

    /// <summary>Whether it ended at once without a word: watching again without a pause would spin.</summary>
    public bool EndedWithoutProgress => !_told && _time.GetElapsedTime(_opened) < TooShort;

    /// <summary>Whether the server has ended it in good order.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Whether the server took it, and it was given up because nothing came.</summary>
    public bool WasSilent => _taken && _idle.IsCancellationRequested;

    /// <summary>The list is complete; from now on silence is nothing unusual.</summary>
    public void Listed() => (_lists, _patience) = (false, IdleTimeout);

    /// <summary>The next line, or <see langword="null"/> when the watch is closed, cut or silent for too long.</summary>
    public async Task<WatchLine?> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            _idle.CancelAfter(_patience);
            if (_coming is null) return await TakeAsync(_lines.MoveNextAsync());
            if (_justOpened && await IsQuietAsync(_coming)) return WatchLine.Quiet;
            return await TakeAsync(new ValueTask<bool>(_coming));
        }
        catch (Exception e) when (e is IOException or HttpRequestException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _linked.CancelAsync();
        if (_coming is not null) await ((Task)_coming).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _lines.DisposeAsync();
        _linked.Dispose();
        _idle.Dispose();
    }

    private async ValueTask<WatchLine?> TakeAsync(ValueTask<bool> moving)
    {
        var moved = await moving;
        _coming = null;
        if (!moved)
        {
            HasEnded = true;
            return null;
        }
        if (_lines.Current.Type != WatchLine.Opened.Type)
        {
            _told = true;
            return _lines.Current;
        }
        _taken = true;
        _patience = _lists ? ListTimeout : IdleTimeout;
        if (_lists) return WatchLine.Opened;
        _justOpened = true;
        _coming = _lines.MoveNextAsync().AsTask();
        return WatchLine.Opened;
    }

    private async Task<bool> IsQuietAsync(Task coming)
    {
        _justOpened = false;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_linked.Token);
        await Task.WhenAny(coming, Task.Delay(Soon, _time, either.Token));
        await either.CancelAsync();
        return !coming.IsCompleted && !_linked.IsCancellationRequested;
    }
}
