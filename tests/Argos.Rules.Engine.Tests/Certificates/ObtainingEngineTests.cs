using System.Net;
using Argos.Rules.Core.Telemetry;
using Argos.Rules.Engine.Listeners;
using Argos.Rules.Engine.Tests.Listeners;
using Argos.Rules.TestKit.Time;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Argos.Rules.Engine.Tests.Certificates;

/// <summary>The engine with no certificate but a service key: it gets one, serves with it, renews it, and outlives an outage of ZTS.</summary>
internal sealed class ObtainingEngineTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private ServiceFixture _zts = null!;

    [SetUp]
    public async Task PrepareAsync() => _zts = await ServiceFixture.StartAsync();

    [TearDown]
    public async Task CleanUpAsync() => await _zts.DisposeAsync();

    [Test]
    public async Task Engine_without_a_certificate_obtains_one_and_serves_zts()
    {
        await using var engine = await StartAsync();
        await HoldsAsync(() => Store(engine).Current is not null);

        using var client = engine.ZtsClient();
        using var answer = await client.PostAsync("/instance", new StringContent("""{"provider":"p","domain":"d","service":"s"}"""));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(Store(engine).Current!.Subject, Does.Contain("CN=" + ServiceFixture.Identity));
        Assert.That(Metrics(engine), Does.Contain("argos_certificate_requests_total{result=\"ok\"} 1\n"));
        Assert.That(Metrics(engine), Does.Not.Contain("argos_certificate_obtained_timestamp_seconds 0\n"));
    }

    [Test]
    public async Task Engine_without_a_certificate_is_alive_and_not_ready_until_it_has_one()
    {
        _zts.Zts.Instead = static context => Answer(context, 503);
        await using var engine = await StartAsync();
        await HoldsAsync(() => Metrics(engine).Contains("argos_certificate_requests_total{result=\"unreachable\"} 1\n", StringComparison.Ordinal));
        using var diagnostics = engine.DiagnosticsClient();
        using var client = engine.ZtsClient();

        using var live = await diagnostics.GetAsync("/health/live");
        using var ready = await diagnostics.GetAsync("/health/ready");
        Assert.That(async () => await client.PostAsync("/instance", new StringContent("{}")), Throws.InstanceOf<HttpRequestException>());
        _zts.Zts.Instead = null;
        await HoldsAsync(() => Store(engine).Current is not null);
        using var after = await diagnostics.GetAsync("/health/ready");

        Assert.That(live.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(ready.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(await ready.Content.ReadAsStringAsync(), Does.Contain("the server certificate has not been obtained yet"));
        Assert.That(after.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Engine_renews_before_expiry_and_keeps_the_old_certificate_through_an_outage()
    {
        await using var engine = await StartAsync();
        await HoldsAsync(() => Store(engine).Current is not null);
        var first = Store(engine).Current!.NotAfter;

        _zts.Zts.Instead = static context => Answer(context, 500);
        _zts.Time.Advance(TimeSpan.FromDays(10));
        await HoldsAsync(() => Failures(engine) >= 3);
        var during = Store(engine).Current!.NotAfter;
        _zts.Zts.Instead = null;
        await HoldsAsync(() => Store(engine).Current!.NotAfter > first);

        Assert.That(during, Is.EqualTo(first));
        Assert.That(Store(engine).Current!.NotAfter - _zts.Time.Now, Is.GreaterThan(TimeSpan.FromDays(29)));
    }

    [Test]
    public async Task Engine_with_a_good_certificate_does_not_ask_at_its_start()
    {
        await _zts.ObtainAsync(_zts.WithServiceKey());
        await using var engine = await StartAsync();

        Assert.That(Store(engine).Current, Is.Not.Null);
        for (var i = 0; i < 100; i++) _zts.Time.Advance(TimeSpan.FromHours(1));
        Assert.That(_zts.Zts.PrincipalTokens, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Log_of_successes_and_refusals_holds_no_secret()
    {
        var seen = new List<string>();
        var log = new ListLog();
        await using var engine = await StartAsync(log);
        await HoldsAsync(() => Store(engine).Current is not null);
        _zts.Zts.Instead = context =>
        {
            lock (seen) seen.Add(context.Request.Headers["Athenz-Principal-Auth"].ToString());
            context.Response.StatusCode = 403;
            return context.Response.WriteAsJsonAsync(new { message = "refused: " + context.Request.Headers["Athenz-Principal-Auth"] });
        };
        _zts.Time.Advance(TimeSpan.FromDays(10));
        await HoldsAsync(() => log.Text.Contains("No new certificate", StringComparison.Ordinal));

        string[] tokens;
        lock (seen) tokens = [.. seen];
        var key = await File.ReadAllTextAsync(_zts.ServiceKeyFile);
        Assert.That(log.Text, Does.Contain("Certificate obtained: ").And.Contain("ZTS answered 403: refused: "));
        Assert.That(tokens, Is.Not.Empty);
        Assert.That(tokens.Select(static token => token.Split(";s=")[1]).Where(signature => log.Text.Contains(signature[..40], StringComparison.Ordinal)), Is.Empty);
        Assert.That(log.Text, Does.Not.Contain(key.Split('\n')[1]));
    }

    private async Task<RunningEngine> StartAsync(ILoggerProvider? log = null)
    {
        var engine = new RunningEngine(_zts.Authority) { Time = _zts.Time, Obtained = (_zts.CertificateFile, _zts.KeyFile), Log = log };
        var options = _zts.WithServiceKey();
        engine.Settings["Certificates:ZtsUrl"] = options.ZtsUrl;
        engine.Settings["Certificates:TrustFile"] = options.TrustFile;
        engine.Settings["Certificates:Domain"] = options.Domain;
        engine.Settings["Certificates:Service"] = options.Service;
        engine.Settings["Certificates:DnsSuffix"] = options.DnsSuffix;
        engine.Settings["Certificates:ServiceKeyFile"] = options.ServiceKeyFile;
        engine.Settings["Certificates:KeyVersion"] = options.KeyVersion;
        return await engine.StartAsync();
    }

    /// <summary>Lets the clock run: what waits for it is done on other threads.</summary>
    private Task HoldsAsync(Func<bool> condition) => Eventually.HoldsAsync(() =>
    {
        if (condition()) return true;
        _zts.Time.Advance(TimeSpan.FromSeconds(5));
        return false;
    }, "the engine comes there", Patience, CancellationToken.None);

    private static CertificateStore Store(RunningEngine engine) => engine.App.Services.GetRequiredService<CertificateStore>();

    private static string Metrics(RunningEngine engine) => engine.App.Services.GetRequiredService<EngineMetrics>().Exporter.Scrape();

    private static int Failures(RunningEngine engine) => Metrics(engine).Split('\n')
        .Where(static line => line.StartsWith("argos_certificate_requests_total{result=\"unreachable\"}", StringComparison.Ordinal))
        .Select(static line => int.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture)).FirstOrDefault();

    private static Task Answer(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
