using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Argos.Rules.System.Tests.Fakes;
using Argos.Rules.TestKit.Auditing;
using Argos.Rules.TestKit.Processes;
using Argos.Rules.TestKit.Story;
using Argos.Rules.TestKit.Time;
using Argos.Rules.TestKit.Tokens;

namespace Argos.Rules.System.Tests.Story;

/// <summary>Metrics and traces at an OpenTelemetry collector.</summary>
internal sealed class OtlpTests : SystemTest
{
    private const string Caller = "4bf92f3577b34da6a3ce929d0e0e4736";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    [TestCase("Http", "v1/traces", "v1/metrics", "v1/logs")]
    [TestCase("Grpc", "TraceService/Export", "MetricsService/Export", "LogsService/Export")]
    public async Task Decisions_metrics_and_the_log_get_to_the_collector_and_no_token(string protocol, string traces, string metrics, string logs)
    {
        await using var collector = await FakeCollector.StartAsync(protocol == "Grpc", Deadline);
        using var mint = new TokenMint();
        var cluster = new DirectoryCluster(Path.Combine(Folder, "cluster"), mint, TimeProvider.System);
        await cluster.CreateAsync(Deadline);
        await File.WriteAllTextAsync(Path.Combine(Folder, "headers"), "# for the collector\n\nx-tenant = Bearer sh=op, 5%20\n", Deadline);
        await using var stage = await StartAsync(
            cluster, $"Otlp:Endpoint={collector.Url}", $"Otlp:Protocol={protocol}", "Otlp:MetricsSeconds=1", $"Otlp:HeadersFile={Path.Combine(Folder, "headers")}");

        await foreach (var step in new PodStory(stage, cluster, TimeProvider.System).RunAsync(Deadline)) Assert.That(step.AsExpected, Is.True, step.Title);
        await Eventually.HoldsAsync(() => collector.TextOf(metrics).Contains("argos_decisions_total", StringComparison.Ordinal), "metrics", Soon, Deadline);
        // What was not sent yet is sent at the end.
        Assert.That(await stage.Engine.StopAsync(Soon), Is.Zero);

        var told = collector.TextOf(traces);
        var ids = AuditSchemaCheck.Decisions(await File.ReadAllLinesAsync(stage.Engine.Settings.AuditFile, Deadline)).Select(static line => (string)JsonNode.Parse(line)!["decision"]!).ToArray();
        Assert.That(ids, Has.Length.GreaterThanOrEqualTo(13));
        Assert.That(ids.Where(id => !told.Contains(id, StringComparison.Ordinal)), Is.Empty, "decisions without a span");
        Assert.That(told, Does.Contain("argos-engine").And.Contain("register").And.Contain("refresh").And.Contain("instance-id-foreign").And.Contain("media.sports"));
        Assert.That(collector.Tenants, Is.EqualTo(new[] { "Bearer sh=op, 5%20" }));
        Assert.That(collector.TextOf(logs), Does.Contain("Ready: callbacks are decided").And.Contain("argos-engine"));
        var token = await cluster.TokenAsync(cluster.Pod("media-sports/web"), Deadline);
        Assert.That(told + collector.TextOf(metrics) + collector.TextOf(logs), Does.Not.Contain(token.Split('.')[0] + "."));
    }

    [Test]
    public async Task Decision_belongs_to_the_trace_of_its_caller()
    {
        await using var collector = await FakeCollector.StartAsync(grpc: false, Deadline);
        using var mint = new TokenMint();
        var cluster = new DirectoryCluster(Path.Combine(Folder, "cluster"), mint, TimeProvider.System);
        await cluster.CreateAsync(Deadline);
        // Of its own accord it would trace next to nothing.
        await using var stage = await StartAsync(cluster, $"Otlp:Endpoint={collector.Url}", "Otlp:TraceRatio=0.000001");

        await AskAsync(stage, $"00-{Caller}-00f067aa0ba902b7-01");
        await AskAsync(stage, null);
        Assert.That(await stage.Engine.StopAsync(Soon), Is.Zero);

        var told = collector.TextOf("v1/traces");
        Assert.That(told, Does.Contain(Encoding.Latin1.GetString(Convert.FromHexString(Caller))));
        Assert.That(told.Split("argos.decision.id"), Has.Length.EqualTo(2), "one span: that of the caller who traces");
    }

    [Test]
    public async Task Time_of_a_decision_has_its_trace_as_an_exemplar()
    {
        await using var collector = await FakeCollector.StartAsync(grpc: false, Deadline);
        using var mint = new TokenMint();
        var cluster = new DirectoryCluster(Path.Combine(Folder, "cluster"), mint, TimeProvider.System);
        await cluster.CreateAsync(Deadline);
        await using var stage = await StartAsync(cluster, $"Otlp:Endpoint={collector.Url}", "Otlp:MetricsSeconds=1");

        await AskAsync(stage, $"00-{Caller}-00f067aa0ba902b7-01");
        Assert.That(await stage.Engine.StopAsync(Soon), Is.Zero);

        Assert.That(collector.TextOf("v1/metrics"), Does.Contain("argos_decision_duration_seconds").And.Contain(Encoding.Latin1.GetString(Convert.FromHexString(Caller))));
    }

    [Test]
    public async Task Metrics_and_log_of_mgmt_get_to_the_collector()
    {
        await using var collector = await FakeCollector.StartAsync(grpc: false, Deadline);
        using var mint = new TokenMint();
        var cluster = new DirectoryCluster(Path.Combine(Folder, "cluster"), mint, TimeProvider.System);
        await cluster.CreateAsync(Deadline);
        await using var stage = await StoryStage.StartAsync(
            cluster, Folder, TestContext.Progress.WriteLine, Deadline, mgmt: [$"Otlp:Endpoint={collector.Url}", "Otlp:MetricsSeconds=1"]);

        await Eventually.HoldsAsync(() => collector.TextOf("v1/metrics").Contains("argos_mgmt_pods", StringComparison.Ordinal), "metrics", Soon, Deadline);
        Assert.That(await stage.Mgmt.StopAsync(Soon), Is.Zero);

        Assert.That(collector.TextOf("v1/metrics"), Does.Contain("argos-mgmt").And.Contain("argos_mgmt_failures_total"));
        Assert.That(collector.TextOf("v1/logs"), Does.Contain("argos-mgmt").And.Contain("Found engine "));
    }

    [Test]
    public async Task Without_a_collector_it_decides_and_says_so()
    {
        using var mint = new TokenMint();
        var cluster = new DirectoryCluster(Path.Combine(Folder, "cluster"), mint, TimeProvider.System);
        await cluster.CreateAsync(Deadline);
        await using var stage = await StartAsync(cluster, $"Otlp:Endpoint=http://127.0.0.1:{FreePort.Next()}", "Otlp:MetricsSeconds=1", "Otlp:TimeoutSeconds=1");

        await Eventually.HoldsAsync(() => stage.Engine.Process.Log.Lines.Any(static line => line.Contains("Otlp:Endpoint", StringComparison.Ordinal)), "a line in the log", Soon, Deadline);
        await AskAsync(stage, null);

        Assert.That(await stage.Engine.StopAsync(Soon), Is.Zero);
    }

    private Task<StoryStage> StartAsync(SampleCluster cluster, params ImmutableArray<string> engine) => StoryStage.StartAsync(cluster, Folder, TestContext.Progress.WriteLine, Deadline, engine);

    /// <summary>Asks for a decision; a no is as good as a yes here.</summary>
    private async Task AskAsync(StoryStage stage, string? parent)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, ActivityHeadersPropagator = null });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(stage.Engine.Management, "v1/data/argos/decision"));
        request.Content = new StringContent($$$"""{"input": {"provider": "{{{SampleNames.Provider}}}", "domain": "media.sports", "service": "api", "attestationData": "x", "attributes": {} } }""", Encoding.UTF8, "application/json");
        request.Headers.Authorization = new("Bearer", (await File.ReadAllTextAsync(stage.TokenFile, Deadline)).Trim());
        if (parent is not null) request.Headers.Add("traceparent", parent);
        using var answer = await http.SendAsync(request, Deadline);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), await answer.Content.ReadAsStringAsync(Deadline));
    }
}
