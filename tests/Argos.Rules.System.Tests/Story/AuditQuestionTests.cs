using System.Globalization;
using Argos.Rules.TestKit.Auditing;
using Argos.Rules.TestKit.Processes;
using Argos.Rules.TestKit.Story;
using Argos.Rules.TestKit.Tokens;

namespace Argos.Rules.System.Tests.Story;

/// <summary>"Who got which identity, why, by which policy text and which settings, at that time, and would the new policy still give it?", asked of the records of the story.</summary>
internal sealed class AuditQuestionTests : SystemTest
{
    [Test]
    public async Task Question_is_answered_by_one_command_on_the_records_of_the_story()
    {
        using var mint = new TokenMint();
        var cluster = new DirectoryCluster(Path.Combine(Folder, "cluster"), mint, TimeProvider.System);
        await cluster.CreateAsync(Deadline);
        string audit, authority;
        DateTimeOffset at;
        await using (var stage = await StoryStage.StartAsync(cluster, Folder, TestContext.Progress.WriteLine, Deadline, ["Audit:Evidence=true"]))
        {
            await foreach (var result in new PodStory(stage, cluster, TimeProvider.System).RunAsync(Deadline)) Assert.That(result.AsExpected, result.Title);
            at = TimeProvider.System.GetUtcNow();
            (audit, authority) = (stage.Engine.Settings.AuditFile, stage.AuthorityFile);
            await stage.Engine.StopAsync(TimeSpan.FromSeconds(30));
        }
        var strict = Path.Combine(Folder, "strict.csx");
        var policy = Path.Combine(BuiltOutput.Root, "policies", "kubernetes", "policy.csx");
        await File.WriteAllTextAsync(strict, (await File.ReadAllTextAsync(policy, Deadline)).Replace("var clientIp =", "if (Input.Service == \"api\") return Deny(\"api-retired\");\nvar clientIp =", StringComparison.Ordinal), Deadline);
        var time = at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

        Assert.That(AuditSchemaCheck.Fitting(await File.ReadAllLinesAsync(audit, Deadline)), Is.Not.Empty);
        var same = await ArgosAsync(0, "audit", "who", "media.sports.api", "--at", time, audit, "-p", $"kubernetes-policy={policy}");
        Assert.That(same, Does.Contain($"media.sports.api at {at:yyyy-MM-dd'T'HH:mm:ss}").And.Contain(": 1 instance"));
        Assert.That(same, Does.Contain($"api.media-sports.{SampleNames.DnsSuffix}").And.Contain($"settings        providers/{SampleNames.Provider} sha256 "));
        Assert.That(same, Does.Contain("kubernetes-policy/policy.csx@").And.Contain("in force by").And.Contain("document        kubernetes/keys sha256 "));
        Assert.That(same, Does.Contain("candidate       would still grant it, the same"));
        var stricter = await ArgosAsync(0, "audit", "who", "media.sports.api", "--at", time, audit, "-p", $"kubernetes-policy={strict}");
        Assert.That(stricter, Does.Contain("would no longer grant it: denied [api-retired]"));

        Assert.That(await ArgosAsync(0, "replay", audit), Does.Contain("13 decisions came out the same, 0 different"));
        Assert.That(await ArgosAsync(0, "impact", audit, "-p", $"kubernetes-policy={strict}"), Does.Contain("allowed -> denied: 2").And.Contain("0 newly granted"));
        Assert.That(await ArgosAsync(0, "audit", "verify", audit, "--ca", authority, "--signer", SampleNames.Provider), Does.Contain("complete and unchanged").And.Contain("signed up to"));
        Assert.That(await ArgosAsync(1, "audit", "verify", audit, "--ca", authority, "--signer", "somebody.else"), Does.Contain("not by `somebody.else`"));
        Assert.That(await ArgosAsync(0, "audit", "list", audit, "--type", "change"), Does.Contain("policy ").And.Contain("activated").And.Contain("certificate CN=").And.Contain("complete"));
    }

    private async Task<string> ArgosAsync(int expected, params string[] args)
    {
        await using var argos = ChildProcess.StartDotnet("argos", BuiltOutput.Cli, args, Folder);
        var exit = await argos.WaitForExitAsync(Deadline);
        Assert.That(exit, Is.EqualTo(expected), argos.Log.Last(40));
        return argos.Log.ToString();
    }
}
