using System.Net;
using System.Text;
using System.Text.Json;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Engine.Tests.Listeners;

namespace Argos.Rules.Engine.Tests.Callback;

/// <summary>For a ZTS that grants a refresh on any status but 403: with the setting it never hears another one but 200.</summary>
internal sealed class RefuseUndecidedRefreshTests
{
    private const string Confirmation = """{"provider":"p","domain":"d","service":"s"}""";

    private RunningEngine _engine = null!;
    private HttpClient _client = null!;
    private Func<Decision> _decide = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _decide = static () => new Decision { Id = "d1", Outcome = DecisionOutcome.Undecided, Codes = [DecisionCodes.NotReady] };
        _engine = new RunningEngine { Decide = (_, _, _) => Task.FromResult(_decide()) };
        _engine.Settings["Callback:BasePath"] = "/k8s";
        _engine.Settings["Callback:MaximumBodyBytes"] = "1024";
        _engine.Settings["Callback:RefuseUndecidedRefresh"] = "true";
        await _engine.StartAsync();
        _client = _engine.ZtsClient();
    }

    [TearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _engine.DisposeAsync();
    }

    [Test]
    public async Task Undecided_refresh_is_403_and_a_registration_stays_504()
    {
        Assert.That(await PostAsync("/k8s/refresh", Confirmation), Is.EqualTo((HttpStatusCode.Forbidden, """{"code":403,"message":"cannot decide: not-ready (decision d1)"}""")));
        Assert.That((await PostAsync("/k8s/instance", Confirmation)).Status, Is.EqualTo(HttpStatusCode.GatewayTimeout));

        var statuses = (await _engine.StopAndReadAuditAsync()).Select(static line => JsonDocument.Parse(line).RootElement.GetProperty("status").GetInt32());
        Assert.That(statuses, Is.EqualTo(new[] { 403, 504 }));
    }

    [Test]
    public async Task Granted_refresh_is_200()
    {
        _decide = static () => new Decision { Id = "d1", Outcome = DecisionOutcome.Allowed };

        Assert.That((await PostAsync("/k8s/refresh", Confirmation)).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("no json")]
    [TestCase("LARGE")]
    public async Task Malformed_refresh_is_403(string body) =>
        Assert.That((await PostAsync("/k8s/refresh", body == "LARGE" ? new string(' ', 5000) : body)).Status, Is.EqualTo(HttpStatusCode.Forbidden));

    [Test]
    public async Task Refresh_that_fails_in_the_engine_is_403()
    {
        _decide = static () => throw new InvalidOperationException();

        Assert.That((await PostAsync("/k8s/refresh", Confirmation)).Status, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task Refresh_below_a_wrong_base_path_is_403() =>
        Assert.That((await PostAsync("/other/refresh", Confirmation)).Status, Is.EqualTo(HttpStatusCode.Forbidden));

    private async Task<(HttpStatusCode Status, string Text)> PostAsync(string path, string body)
    {
        using var answer = await _client.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
