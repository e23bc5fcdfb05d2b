using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Argos.Rules.Engine.Listeners;

/// <summary>A listener with so many open connections at most; who comes later waits in the system's queue.</summary>
/// <param name="listener">Accepts them.</param>
/// <param name="most">How many.</param>
internal sealed class BoundedListener(IConnectionListener listener, int most) : IConnectionListener
{
    private readonly SemaphoreSlim _places = new(most);
    private readonly CancellationTokenSource _unbound = new();

    public EndPoint EndPoint => listener.EndPoint;

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        if (!await EnterAsync(cancellationToken)) return null;
        ConnectionContext? accepted = null;
        try
        {
            accepted = await listener.AcceptAsync(cancellationToken);
            return accepted is null ? null : new PlacedConnection(accepted, _places);
        }
        finally
        {
            if (accepted is null) _places.Release();
        }
    }

    /// <returns>Whether there is a place; none comes any more once nothing is accepted, which no connection reports to the
    /// server.</returns>
    private async ValueTask<bool> EnterAsync(CancellationToken cancellationToken)
    {
        // Mostly there is one.
        if (_places.Wait(0, CancellationToken.None)) return true;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_unbound.Token, cancellationToken);
        try
        {
            await _places.WaitAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (_unbound.IsCancellationRequested)
        {
            return false;
        }
    }

    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        await _unbound.CancelAsync();
        await listener.UnbindAsync(cancellationToken);
    }

    // The places outlive the listener: its connections give theirs back when they end.
    public async ValueTask DisposeAsync()
    {
        await _unbound.CancelAsync();
        await listener.DisposeAsync();
        _unbound.Dispose();
    }
}
