using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Core.Trials;
using Argos.Rules.Engine.Tests.Decisions;
using Argos.Rules.Engine.Tests.Listeners;
using Microsoft.Extensions.DependencyInjection;

namespace Argos.Rules.Engine.Tests.Proofs;

/// <summary>A whole engine with its trial process: what runs there, and that it may be killed.</summary>
[Category("Process")]
[Platform("Linux")]
internal sealed class TrialEngineTests
{
    private const string Shadow = "// ---\n// mode: shadow\n// ---\nreturn Deny(\"shadow-says-no\");";

    private RunningEngine _engine = null!;
    private HttpClient _http = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _engine = new RunningEngine();
        _engine.Decide = (confirmation, operation, cancellation) =>
            _engine.App.Services.GetRequiredService<Decider>().DecideAsync(confirmation, operation, cancellation);
        await _engine.StartAsync();
        _http = new HttpClient { BaseAddress = _engine.ManagementUri };
    }

    [TearDown]
    public async Task StopAsync()
    {
        _http.Dispose();
        await _engine.DisposeAsync();
    }

    [Test]
    public async Task Shadow_policy_is_evaluated_after_the_decision_and_recorded_under_its_id()
    {
        await PutAsync("allow.csx", "return Allow();");
        await PutAsync("shadow.csx", Shadow);

        var decided = await DecideAsync();
        await UntilMetricsHaveAsync("argos_shadow_evaluations_total");
        var records = (await _engine.StopAndReadAuditAsync()).Select(static line => JsonDocument.Parse(line).RootElement).ToArray();

        Assert.That(decided.GetProperty("outcome").GetString(), Is.EqualTo("allowed"));
        Assert.That(decided.GetProperty("policies").GetArrayLength(), Is.EqualTo(1));
        var shadow = records.Single(static r => r.GetProperty("outcome").GetString() == "shadow");
        Assert.That(shadow.GetProperty("decision").GetString(), Is.EqualTo(decided.GetProperty("id").GetString()));
        Assert.That(shadow.GetProperty("policies")[0].GetProperty("code").GetString(), Is.EqualTo("shadow-says-no"));
        Assert.That(shadow.TryGetProperty("status", out _), Is.False);
        Assert.That(records.Count(static r => r.GetProperty("outcome").GetString() == "allowed"), Is.EqualTo(1));
    }

    [Test]
    public async Task Trial_process_that_is_killed_changes_no_decision_and_the_next_policy_is_put_into_force()
    {
        await PutAsync("allow.csx", "return Allow();");
        var trial = _engine.App.Services.GetRequiredService<TrialProcess>();
        using (var process = Process.GetProcessById(trial.ProcessId!.Value))
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        var beside = await DecideAsync();
        await PutAsync("deny.csx", "return Deny(\"closed\");");
        var after = await DecideAsync();

        Assert.That((beside.GetProperty("outcome").GetString(), after.GetProperty("outcome").GetString()), Is.EqualTo(("allowed", "denied")));
    }

    [Test]
    public async Task Dry_run_tells_what_candidates_and_shadows_say_and_changes_nothing()
    {
        await PutAsync("allow.csx", "return Allow();");
        await PutAsync("shadow.csx", Shadow);
        var body = $$$"""{"input": {{{Input()}}}, "explain": "full", "policies": {"try.csx": "return Data[\"a\"].Exists ? Deny(\"tried\") : Allow();"}, "data": {"a": 1}}""";

        using var reply = await _http.PostAsync(new Uri("v1/dryrun", UriKind.Relative), new StringContent(body));
        var answer = JsonDocument.Parse(await reply.Content.ReadAsStringAsync()).RootElement;

        Assert.That(answer.GetProperty("decision").GetProperty("codes")[0].GetString(), Is.EqualTo("tried"), answer.GetRawText());
        Assert.That(answer.GetProperty("live").GetProperty("outcome").GetString(), Is.EqualTo("allowed"));
        Assert.That(answer.GetProperty("policies").EnumerateArray().Select(static p => p.GetProperty("policy").GetString()), Is.EqualTo(new[] { "allow.csx", "shadow.csx", "try.csx" }));
        Assert.That(answer.GetProperty("policies")[2].GetProperty("calls").GetArrayLength() + answer.GetProperty("policies")[2].GetProperty("conditions").GetArrayLength(), Is.Positive);
        Assert.That((await DecideAsync()).GetProperty("outcome").GetString(), Is.EqualTo("allowed"));
    }

    private static string Input() => $$$"""{"provider":"{{{DecisionBench.Provider}}}","domain":"media.sports","service":"api","attestationData":"x","attributes":{}}""";

    private async Task PutAsync(string id, string source)
    {
        using var put = await _http.PutAsync(new Uri($"v1/policies/{id}", UriKind.Relative), new StringContent(source, Encoding.UTF8, "text/plain"));
        Assert.That((int)put.StatusCode, Is.EqualTo(200), await put.Content.ReadAsStringAsync());
    }

    private async Task<JsonElement> DecideAsync()
    {
        using var reply = await _http.PostAsync(new Uri("v1/data/argos/decision", UriKind.Relative), new StringContent($$$"""{"input": {{{Input()}}}}"""));
        return JsonDocument.Parse(await reply.Content.ReadAsStringAsync()).RootElement.GetProperty("result");
    }

    /// <summary>Waits until a counter has counted: its series are there from the start.</summary>
    private async Task UntilMetricsHaveAsync(string name)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!(await _http.GetStringAsync(new Uri("metrics", UriKind.Relative), limit.Token)).Split('\n').Any(line => line.StartsWith(name + "{", StringComparison.Ordinal) && !line.EndsWith(" 0", StringComparison.Ordinal))) await Task.Yield();
    }
}
