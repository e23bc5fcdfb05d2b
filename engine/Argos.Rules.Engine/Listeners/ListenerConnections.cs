using System.Net;
using Argos.Rules.Core.Telemetry;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Argos.Rules.Engine.Listeners;

/// <summary>
/// The connections of the listeners, each with limits of its own: Kestrel's own limit counts all listeners, and a flood of callbacks would
/// shut out probes and mgmt.
/// </summary>
internal sealed partial class ListenerConnections
{
    // What is closed to make room keeps its socket until its last bytes are dealt with.
    private const int Closing = 8;

    private readonly Lock _endpointsLock = new();
    private readonly List<ListenerPlace> _endpoints = [];
    private readonly ConnectionLimiter[] _limiters;
    private readonly ILogger<ListenerConnections> _logger;

    public ListenerConnections(ConnectionSettings settings, EngineMetrics metrics, TimeProvider clock, ILogger<ListenerConnections> logger)
    {
        _logger = logger;
        var fitted = DescriptorLimit.Connections() is { } connections ? settings.Fit(connections - (Closing * Enum.GetValues<ListenerKind>().Length)) : settings;
        if (fitted.Callback.Maximum < settings.Callback.Maximum)
        {
            LogFewDescriptors(settings.Total + DescriptorLimit.Reserve, settings.Callback.Maximum, fitted.Callback.Maximum);
        }
        // In the order of the kinds of listeners.
        _limiters = [new(fitted.Callback, clock), new(fitted.Management, clock), new(fitted.Diagnostics, clock)];
        metrics.ObserveConnections(() => Enum.GetValues<ListenerKind>().Select(kind => new ListenerUse(
            kind.ToString().ToLowerInvariant(), Of(kind).Open, Of(kind).Dropped, Of(kind).Refused)));
    }

    /// <summary>The connections of one listener.</summary>
    public ConnectionLimiter Of(ListenerKind kind) => _limiters[(int)kind];

    /// <summary>How many sockets a listener may have open, those that are being closed included; <see langword="null"/> for one that is not ours.</summary>
    public int? SocketsOf(EndPoint endpoint)
    {
        lock (_endpointsLock) return _endpoints.FirstOrDefault(place => place.Is(endpoint)) is { } place ? Of(place.Kind).Maximum + Closing : null;
    }

    /// <summary>Closes what has been without a request for too long.</summary>
    public void DropIdle()
    {
        foreach (var limiter in _limiters) limiter.DropIdle();
    }

    /// <summary>Counts every connection of a listener; those that have no place are closed.</summary>
    public void Put(ListenOptions listener, ListenerKind kind)
    {
        var limiter = Of(kind);
        if (listener.IPEndPoint is { } address)
        {
            lock (_endpointsLock) _endpoints.Add(new ListenerPlace(address, kind));
        }
        listener.Use(next => async connection =>
        {
            if (limiter.TryEnter(connection.RemoteEndPoint, () => connection.Abort(new ConnectionAbortedException("without a request for too long"))) is not { } tracked)
            {
                connection.Abort(new ConnectionAbortedException("too many connections"));
                return;
            }
            try
            {
                connection.Features.Set(tracked);
                await next(connection);
            }
            catch (Exception e)
            {
                // A stranger's bytes can make TLS fail in ways that the server would log as errors, with their stacks.
                var name = e.GetType().Name;
                LogBroken(kind, name);
            }
            finally
            {
                limiter.Leave(tracked);
            }
        });
    }

    /// <summary>Says for each request of a listener when it begins and ends.</summary>
    public void Watch(IApplicationBuilder branch, ListenerKind kind)
    {
        var limiter = Of(kind);
        branch.Use(next => async http =>
        {
            var tracked = http.Features.Get<TrackedConnection>();
            if (tracked is not null) limiter.Begin(tracked);
            try
            {
                await next(http);
            }
            finally
            {
                if (tracked is not null) limiter.End(tracked);
            }
        });
    }

    private sealed record ListenerPlace(IPEndPoint Address, ListenerKind Kind)
    {
        // Two listeners on ports that the system chooses are equal, but not the same; one on all addresses may fall back to those of IPv4.
        public bool Is(EndPoint endpoint) => ReferenceEquals(Address, endpoint)
            || (endpoint is IPEndPoint { Port: > 0 and var port } && port == Address.Port);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The process may have too few open files (RLIMIT_NOFILE): it needs {Needed} for the connections that are set; "
        + "the callback listener takes {Fitted} instead of {Set}. Raise the limit, or lower Callback:MaximumConnections")]
    private partial void LogFewDescriptors(long needed, int set, int fitted);

    [LoggerMessage(Level = LogLevel.Debug, Message = "A connection of the {Listener} listener failed: {Kind}")]
    private partial void LogBroken(ListenerKind listener, string kind);
}
