using System.Net;
using Argos.Rules.Mgmt.Kubernetes;
using Argos.Rules.Mgmt.Sources;
using Argos.Rules.Mgmt.Sources.Kubernetes;
using Argos.Rules.TestKit.Kubernetes;
using Argos.Rules.TestKit.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argos.Rules.Mgmt.Tests.Sources;

/// <summary>The key set, from an API server over real HTTP, on a clock that is moved by hand.</summary>
public sealed class KeyRefresherTests
{
    private CancellationTokenSource _stop = null!;
    private ManualTime _time = null!;
    private FakeApiServer _server = null!;
    private HttpClient _http = null!;
    private ClusterKeys _keys = null!;
    private Task _running = Task.CompletedTask;
    private int _told;

    [SetUp]
    public async Task StartAsync()
    {
        (_stop, _time, _told) = (new CancellationTokenSource(), new ManualTime(), 0);
        _server = await FakeApiServer.StartAsync(CancellationToken.None);
        _http = ClusterHttp.Create(new ClusterAccess { Server = _server.Url, Token = TextSource.FromText(FakeApiServerOptions.AdminToken) });
        _keys = new ClusterKeys(() => _told++, required: true);
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _http.Dispose();
        _stop.Dispose();
        await _server.DisposeAsync();
    }

    [Test]
    public async Task Keys_are_fetched_on_a_schedule_and_the_same_set_is_no_change()
    {
        Run();
        await UntilAsync(() => !_keys.Missing);
        await PauseAsync();

        _time.Advance(TimeSpan.FromSeconds(10));
        await PauseAsync();
        _time.Advance(TimeSpan.FromSeconds(590));

        await UntilAsync(() => Asked == 2);
        Assert.That(_told, Is.EqualTo(1));
    }

    [Test]
    public async Task Unknown_key_is_fetched_for_at_once_but_not_more_often_than_every_ten_seconds()
    {
        Run();
        await UntilAsync(() => !_keys.Missing);
        await PauseAsync();

        for (var i = 0; i < 100; i++) _keys.RefreshWanted.Raise();
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.That(Asked, Is.EqualTo(1));
        _time.Advance(TimeSpan.FromSeconds(1));

        await UntilAsync(() => Asked == 2);
    }

    [Test]
    public async Task Last_set_stays_while_the_server_fails_and_it_is_tried_again()
    {
        Run();
        await UntilAsync(() => !_keys.Missing);
        var before = _keys.Json;
        _server.Disturbances.Fail(HttpStatusCode.ServiceUnavailable, 2, static _ => true);
        await PauseAsync();
        _time.Advance(TimeSpan.FromSeconds(10));
        _keys.RefreshWanted.Raise();

        await UntilAsync(() =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(200));
            return Asked >= 4;
        });

        Assert.That(_keys.Json, Is.SameAs(before));
    }

    private int Asked => _server.Requests.All.Count(static request => request.Path.EndsWith("/openid/v1/jwks", StringComparison.Ordinal));

    private void Run() => _running = new KeyRefresher(new ApiClient(_http, _time), _keys, TimeSpan.FromSeconds(600), _time, NullLogger<KeyRefresher>.Instance).RunAsync(_stop.Token);

    // The refresher has come to its next pause.
    private Task PauseAsync() => UntilAsync(() => _time.ActiveTimers == 1);

    private static Task UntilAsync(Func<bool> condition) => Eventually.HoldsAsync(condition, "the keys", TimeSpan.FromSeconds(20), CancellationToken.None);
}
