using System.Net;
using Argos.Rules.TestKit.Attacks;
using Argos.Rules.TestKit.Processes;
using Argos.Rules.TestKit.Story;
using Argos.Rules.TestKit.Time;
using Argos.Rules.TestKit.Tokens;

namespace Argos.Rules.System.Tests.Attacks;

/// <summary>A6, A7, A12, A14, A15: what is read from files, kept in folders and said over open connections.</summary>
internal sealed class TakeoverTests : AttackTest
{
    [Test]
    public async Task Pipe_among_the_manifests_does_not_keep_a_removed_pod()
    {
        using var mint = new TokenMint();
        var manifests = Path.Combine(Folder, "cluster");
        var cluster = new DirectoryCluster(manifests, mint, TimeProvider.System);
        await cluster.CreateAsync(Deadline);
        await using var stage = await StoryStage.StartAsync(cluster, Folder, TestContext.Progress.WriteLine, Deadline);
        await using (var pipe = ChildProcess.Start("mkfifo", "mkfifo", [Path.Combine(manifests, "f.json")], Folder)) await pipe.WaitForExitAsync(Deadline);

        await cluster.RemoveAsync(cluster.Pod("media-sports/api"), Deadline);

        await stage.View.WaitGoneAsync(cluster.Pod("media-sports/api"), Deadline);
    }

    [Test]
    public async Task Kept_policy_that_was_exchanged_is_not_used()
    {
        var cache = Path.Combine(Folder, "policies");
        await using var stage = await StartAsync($"Scripting:CacheDirectory={cache}");
        const string Strict = "// ---\n// providers: [\"k8s.*\"]\n// ---\nreturn Deny(\"never\");";
        var before = Directory.GetFiles(cache).ToHashSet();
        using (await stage.PutPolicyAsync("a/strict.csx", Strict, Deadline))
        {
        }
        // The images are by far the largest files there.
        var strict = Directory.GetFiles(cache).Where(file => !before.Contains(file)).MaxBy(static file => new FileInfo(file).Length)!;
        var lax = before.MaxBy(static file => new FileInfo(file).Length)!;
        await stage.Engine.StopAsync(TimeSpan.FromSeconds(30));

        File.Copy(lax, strict, overwrite: true);
        stage.Engine.Start();
        await Eventually.HoldsAsync(async token => await IsPutAsync(stage, Strict, token), "the policy is in force", TimeSpan.FromSeconds(60), Deadline);

        Assert.That(await stage.Zts.AskAsync(AttackStage.Body("tenant", "api"), Deadline), Is.EqualTo(403));
    }

    [Test]
    public async Task Call_over_an_open_connection_is_answered_after_the_pair_was_renewed()
    {
        await using var stage = await StartAsync();
        using var intermediate = stage.Authority.Intermediate();
        using var client = intermediate.Client("sys.auth.zts");
        var caller = new CallbackClient(stage.Callback, client.Certificate) { Intermediates = [intermediate.Certificate] };
        await using var stream = await caller.ConnectAsync(Deadline);
        Assert.That(await caller.AskAsync(stream, AttackStage.Body("tenant", "api"), Deadline), Is.EqualTo(200));

        using (var renewed = stage.Authority.Provider("k8s.c1.identityd")) renewed.WriteTo(Folder, "provider");
        await Eventually.HoldsAsync(async token => await stage.MetricAsync("argos_certificate_reloads_total", token, "\"ok\"") > 1, "the new pair is in force", TimeSpan.FromSeconds(60), Deadline);
        var status = await caller.AskAsync(stream, AttackStage.Body("tenant", "api"), Deadline);

        // Closed is fine as well: then nothing was asked.
        Assert.That(status, Is.EqualTo(200).Or.EqualTo(CallEnd.Cut));
    }

    [Test]
    public async Task Policy_of_whoever_has_no_token_is_refused()
    {
        using var mint = new TokenMint();
        var cluster = new DirectoryCluster(Path.Combine(Folder, "cluster"), mint, TimeProvider.System);
        await cluster.CreateAsync(Deadline);
        await using var stage = await StoryStage.StartAsync(cluster, Folder, TestContext.Progress.WriteLine, Deadline);
        using var http = new HttpClient { BaseAddress = stage.Engine.Management };
        var held = await PoliciesAsync(http, stage);
        foreach (var shown in new[] { null, "Bearer wrong", "Basic eDp5" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, "v1/policies/argos/kubernetes-policy/policy.csx") { Content = new StringContent("return Allow();") };
            request.Headers.TryAddWithoutValidation("Argos-Source", "mgmt");
            if (shown is not null) request.Headers.TryAddWithoutValidation("Authorization", shown);
            using var answer = await http.SendAsync(request, Deadline);
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized), shown);
        }
        Assert.That(await PoliciesAsync(http, stage), Is.EqualTo(held));
    }

    [Test]
    public async Task Restarted_engine_is_noticed_without_any_heartbeat()
    {
        using var mint = new TokenMint();
        var cluster = new DirectoryCluster(Path.Combine(Folder, "cluster"), mint, TimeProvider.System) { HeartbeatSeconds = 300 };
        await cluster.CreateAsync(Deadline);
        await using var stage = await StoryStage.StartAsync(cluster, Folder, TestContext.Progress.WriteLine, Deadline);

        await stage.Engine.KillAsync();
        stage.Engine.Start();

        // Ready within the limit of the test, which is shorter than the time to the next heartbeat.
        await stage.WaitReadyAsync(Deadline);
    }

    private async Task<string> PoliciesAsync(HttpClient http, StoryStage stage)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "v1/policies");
        request.Headers.Authorization = new("Bearer", (await File.ReadAllTextAsync(stage.TokenFile, Deadline)).Trim());
        using var answer = await http.SendAsync(request, Deadline);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(Deadline);
    }

    private static async Task<bool> IsPutAsync(AttackStage stage, string source, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await stage.PutPolicyAsync("a/strict.csx", source, cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
