using Microsoft.AspNetCore.Connections.Features;

namespace Argos.Rules.Engine.Listeners;

/// <summary>
/// Passes the server's wish to close a connection on only when the connection has begun its first request. What is never begun is cut at
/// the end of draining.
/// </summary>
internal sealed class AwaitedRequest : IConnectionLifetimeNotificationFeature, IDisposable
{
    private readonly IConnectionLifetimeNotificationFeature _server;
    private readonly CancellationTokenSource _close = new();
    private readonly CancellationTokenRegistration _registration;
    private readonly Lock _lock = new();
    private bool _wished;
    private bool _begun;
    private bool _ended;

    public AwaitedRequest(IConnectionLifetimeNotificationFeature server)
    {
        _server = server;
        ConnectionClosedRequested = _close.Token;
        _registration = server.ConnectionClosedRequested.Register(static self => ((AwaitedRequest)self!).Wish(), this);
    }

    public CancellationToken ConnectionClosedRequested { get; set; }

    public void RequestClose() => _server.RequestClose();

    /// <summary>A request has begun.</summary>
    public void Begin()
    {
        if (Volatile.Read(ref _begun)) return;
        lock (_lock) _begun = true;
        CloseIfDue();
    }

    public void Dispose()
    {
        _registration.Dispose();
        lock (_lock) _ended = true;
        _close.Dispose();
    }

    private void Wish()
    {
        lock (_lock) _wished = true;
        CloseIfDue();
    }

    private void CloseIfDue()
    {
        lock (_lock)
            if (!_wished || !_begun || _ended) return;
        try
        {
            _close.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The connection has ended meanwhile.
        }
    }
}
