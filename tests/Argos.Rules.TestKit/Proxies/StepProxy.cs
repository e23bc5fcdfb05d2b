using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Argos.Rules.TestKit.Time;

namespace Argos.Rules.TestKit.Proxies;

/// <summary>
/// Stands between a process and the HTTP server that it calls, passes every byte on, and stops a chosen request at a chosen point, so that a test can
/// end a process there. A connection is as good as the one behind it: when the server is gone it ends, and without a server it ends at once.
/// </summary>
public sealed class StepProxy : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<PassingConnection, Task> _connections = [];
    private readonly CancellationTokenSource _ended = new();
    private readonly Uri _target;
    private readonly X509Certificate2? _authority;
    private readonly Task _running;
    private ImmutableList<StepStop> _stops = [];
    private ImmutableList<(PassingRequest Request, int Status)> _log = [];

    private StepProxy(Uri target, string? authorityPem)
    {
        _target = target;
        _authority = authorityPem is null ? null : X509Certificate2.CreateFromPem(authorityPem);
        _listener.Start();
        Url = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/"));
        _running = AcceptAsync();
    }

    /// <summary>What to call instead of the server; plain HTTP, whatever the server speaks.</summary>
    public Uri Url { get; }

    /// <summary>What was answered so far, and with which status.</summary>
    public ImmutableList<(PassingRequest Request, int Status)> Log => _log;

    /// <summary>Starts one.</summary>
    /// <param name="target">The server.</param>
    /// <param name="authorityPem">Its CA; <see langword="null"/> for plain HTTP.</param>
    public static StepProxy Start(Uri target, string? authorityPem = null) => new(target, authorityPem);

    /// <summary>Stops the next request of a sort, once.</summary>
    public StepStop StopAt(StopPoint point, Func<PassingRequest, bool> which)
    {
        var stop = new StepStop(point, which);
        ImmutableInterlocked.Update(ref _stops, stops => stops.Add(stop));
        return stop;
    }

    /// <summary>Ends the connections on which a request of a sort is under way, or was the last.</summary>
    public void Cut(Func<PassingRequest, bool> which)
    {
        foreach (var connection in _connections.Keys.Where(c => c.Current is { } current && which(current))) connection.Cut();
    }

    /// <summary>Waits until a request of a sort has been answered with success, not counting the first <paramref name="since"/> of the log.</summary>
    public Task WaitAnsweredAsync(Func<PassingRequest, bool> which, int since, CancellationToken cancellationToken) =>
        Eventually.HoldsAsync(() => HasAnswered(which, since), "a request is answered with success", Patience, cancellationToken);

    /// <summary>Whether a request of a sort has been answered with success, not counting the first <paramref name="since"/> of the log.</summary>
    public bool HasAnswered(Func<PassingRequest, bool> which, int since) => _log.Skip(since).Any(entry => entry.Status is >= 200 and < 300 && which(entry.Request));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _listener.Dispose();
        foreach (var connection in _connections.Keys) connection.Cut();
        await Task.WhenAll([_running, .. _connections.Values]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _authority?.Dispose();
        _ended.Dispose();
    }

    internal StepStop? Take(PassingRequest request)
    {
        while (true)
        {
            var stops = _stops;
            if (stops.Find(stop => stop.Matches(request)) is not { } found) return null;
            if (Interlocked.CompareExchange(ref _stops, stops.Remove(found), stops) == stops) return found;
        }
    }

    internal void Answered(PassingRequest request, string answer)
    {
        var status = answer.Split(' ', 3) is [_, { Length: 3 } code, ..] && int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        ImmutableInterlocked.Update(ref _log, log => log.Add((request, status)));
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await _listener.AcceptTcpClientAsync(_ended.Token);
            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                (client.NoDelay, server.NoDelay) = (true, true);
                await server.ConnectAsync(_target.Host, _target.Port, _ended.Token);
                await using var stream = await OpenAsync(server);
                using var connection = new PassingConnection(this, client.GetStream(), stream);
                var run = connection.RunAsync();
                _connections[connection] = run;
                await run;
                _connections.TryRemove(connection, out _);
            }
            catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
            {
                // Without a server there is no connection.
            }
        }
    }

    private async Task<Stream> OpenAsync(TcpClient server)
    {
        if (_authority is null) return server.GetStream();
        var secure = new SslStream(server.GetStream());
        await secure.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = _target.Host,
                CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, CustomTrustStore = { _authority } },
            },
            _ended.Token);
        return secure;
    }
}
