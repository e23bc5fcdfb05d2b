using System.Net;
using System.Net.Sockets;

namespace Argos.Rules.Engine.Listeners;

/// <summary>
/// The connections of one listener: bounded in all and for each address. Who does nothing makes room for who comes: when there is
/// no place, the connection that has been without a request for longest is closed, of the same address if that has used up its own.
/// </summary>
/// <param name="limits">The limits.</param>
/// <param name="clock">The time; monotonic.</param>
internal sealed class ConnectionLimiter(ConnectionLimits limits, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<TrackedConnection> _idle = [];
    private readonly Dictionary<IPAddress, int> _addresses = [];
    private int _open;

    /// <summary>How many may be open.</summary>
    public int Maximum => limits.Maximum;

    /// <summary>How many are open.</summary>
    public int Open
    {
        get
        {
            lock (_lock) return _open;
        }
    }

    /// <summary>How often a connection was closed to make room, or for doing nothing for too long.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>How many connections were refused because all others had requests.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    private long _dropped;
    private long _refused;

    /// <summary>Admits a connection, for which another may have to go; <see langword="null"/> when there is no place. <see cref="Leave"/> must follow.</summary>
    public TrackedConnection? TryEnter(EndPoint? remote, Action abort)
    {
        var connection = new TrackedConnection(AddressOf(remote), abort);
        TrackedConnection? victim = null;
        lock (_lock)
        {
            var ofAddress = _addresses.GetValueOrDefault(connection.Address);
            if (ofAddress >= limits.PerAddress || _open >= limits.Maximum)
            {
                victim = LongestIdle(ofAddress >= limits.PerAddress ? connection.Address : null);
                if (victim is null)
                {
                    _refused++;
                    return null;
                }
                Remove(victim);
                _dropped++;
            }
            _open++;
            _addresses[connection.Address] = _addresses.GetValueOrDefault(connection.Address) + 1;
            Rest(connection);
        }
        victim?.Abort();
        return connection;
    }

    /// <summary>A connection has ended.</summary>
    public void Leave(TrackedConnection connection)
    {
        lock (_lock) Remove(connection);
    }

    /// <summary>A request has begun.</summary>
    public void Begin(TrackedConnection connection)
    {
        lock (_lock)
        {
            connection.Requests++;
            if (connection.IdleNode is { } node) _idle.Remove(node);
            connection.IdleNode = null;
        }
    }

    /// <summary>A request has been answered.</summary>
    public void End(TrackedConnection connection)
    {
        lock (_lock)
        {
            if (--connection.Requests == 0 && !connection.Gone) Rest(connection);
        }
    }

    /// <summary>Closes what has been without a request for too long.</summary>
    public void DropIdle()
    {
        if (limits.Idle is not { } longest) return;
        List<TrackedConnection>? late = null;
        lock (_lock)
        {
            while (_idle.First?.Value is { } first && clock.GetElapsedTime(first.IdleSince) > longest)
            {
                Remove(first);
                _dropped++;
                (late ??= []).Add(first);
            }
        }
        foreach (var connection in late ?? []) connection.Abort();
    }

    private TrackedConnection? LongestIdle(IPAddress? address)
    {
        if (address is null) return _idle.First?.Value;
        foreach (var connection in _idle)
        {
            if (connection.Address.Equals(address)) return connection;
        }
        return null;
    }

    private void Rest(TrackedConnection connection)
    {
        connection.IdleSince = clock.GetTimestamp();
        connection.IdleNode = _idle.AddLast(connection);
    }

    private void Remove(TrackedConnection connection)
    {
        if (connection.Gone) return;
        connection.Gone = true;
        if (connection.IdleNode is { } node) _idle.Remove(node);
        connection.IdleNode = null;
        _open--;
        var left = _addresses[connection.Address] - 1;
        if (left == 0) _addresses.Remove(connection.Address);
        else _addresses[connection.Address] = left;
    }

    /// <summary>Whoever has an IPv6 address has 2^64 of them.</summary>
    private static IPAddress AddressOf(EndPoint? remote)
    {
        if (remote is not IPEndPoint { Address: var address }) return IPAddress.None;
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }
}
