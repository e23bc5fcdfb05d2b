using System.Threading.Channels;
using Argos.Rules.TestKit.Kubernetes.Objects;
using Argos.Rules.TestKit.Kubernetes.Requests;
using Argos.Rules.TestKit.Kubernetes.Verbs;

namespace Argos.Rules.TestKit.Kubernetes.Watching;

/// <summary>One open watch stream: the lines it has yet to send, and how it is to end.</summary>
internal sealed class Watcher(ApiRequest request, Selector selector, InjectedFaults faults) : IDisposable
{
    private readonly Channel<(string Line, WatchHold? Hold)> _lines = Channel.CreateUnbounded<(string, WatchHold?)>();
    private readonly CancellationTokenSource _ended = new();

    public ResourceKind Resource => request.Path.Resource;

    public ChannelReader<(string Line, WatchHold? Hold)> Lines => _lines.Reader;

    public CancellationToken Ended => _ended.Token;

    public WatchEnd End { get; private set; }

    public bool Bookmarks { get; } = request.Query("allowWatchBookmarks") == "true";

    /// <summary>What the change means for this watch: an object that comes to match is added, one that no longer does is deleted.</summary>
    public void On(ObjectChange change)
    {
        if (change.Object.Resource != Resource) return;
        var now = change.Type != "DELETED" && request.Covers(change.Object, selector);
        var before = change.Previous is not null && request.Covers(change.Previous, selector);
        if (now || before) Send(now ? before ? "MODIFIED" : "ADDED" : "DELETED", change.Object);
    }

    public void Add(StoredObject stored)
    {
        if (request.Covers(stored, selector)) Send("ADDED", stored);
    }

    public void Bookmark(long version, bool initialEnd = false)
    {
        if (Bookmarks) Raw(WatchLine.Bookmark(Resource, version, initialEnd));
    }

    public void Raw(string line) => _lines.Writer.TryWrite((line, faults.Hold));

    public void Stop(WatchEnd end)
    {
        End = end;
        try
        {
            _ended.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself meanwhile.
        }
    }

    public void Dispose() => _ended.Dispose();

    private void Send(string type, StoredObject stored) => Raw(WatchLine.Event(type, stored.Text));
}

/// <summary>How a watch stream ends.</summary>
internal enum WatchEnd
{
    /// <summary>The answer is complete, as after <c>timeoutSeconds</c>.</summary>
    Complete,

    /// <summary>The connection breaks.</summary>
    Cut,

    /// <summary>An ERROR event with code 410, then the end.</summary>
    Expired,
}
