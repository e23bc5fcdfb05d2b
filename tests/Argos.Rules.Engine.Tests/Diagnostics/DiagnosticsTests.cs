using System.Net;
using Argos.Rules.Engine.Tests.Listeners;

namespace Argos.Rules.Engine.Tests.Diagnostics;

internal sealed class DiagnosticsTests
{
    private RunningEngine _engine = null!;
    private HttpClient _client = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _engine = await new RunningEngine().StartAsync();
        _client = _engine.DiagnosticsClient();
    }

    [TearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _engine.DisposeAsync();
    }

    [Test]
    public async Task Ready_engine_answers_200_everywhere()
    {
        foreach (var path in (string[])["/health", "/health?bundles", "/health?ready", "/health/live", "/health/ready"])
        {
            using var answer = await _client.GetAsync(path);
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), path);
        }
    }

    [TestCase("/health", HttpStatusCode.OK, "{}")]
    [TestCase("/health/live", HttpStatusCode.OK, "{}")]
    [TestCase("/health?bundles", HttpStatusCode.InternalServerError, """{"error":"not ready: source is not complete; too old"}""")]
    [TestCase("/health/ready", HttpStatusCode.ServiceUnavailable, """{"ready":false,"reasons":["source is not complete","too old"]}""")]
    public async Task Engine_that_is_not_ready_is_alive_and_says_why(string path, HttpStatusCode status, string body)
    {
        _engine.NotReadyReasons = ["source is not complete", "too old"];

        using var answer = await _client.GetAsync(path);

        Assert.That(answer.StatusCode, Is.EqualTo(status));
        Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo(body));
    }

    [Test]
    public async Task Metrics_are_prometheus_text()
    {
        using var answer = await _client.GetAsync("/metrics");

        Assert.That(answer.Content.Headers.ContentType!.ToString(), Is.EqualTo("text/plain; version=0.0.4; charset=utf-8"));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("# TYPE argos_build_info gauge\n").And.Contain("argos_certificate_expiry_timestamp_seconds "));
    }

    [TestCase("/")]
    [TestCase("/instance")]
    [TestCase("/v1/policies")]
    [TestCase("/v1/data")]
    public async Task Anything_else_answers_404(string path)
    {
        using var answer = await _client.GetAsync(path);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }
}
