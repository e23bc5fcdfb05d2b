using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Argos.Rules.TestKit.Athenz.Agents;

namespace Argos.Rules.TestKit.Story;

/// <summary>
/// The story of the pod <c>api</c>: it gets its certificate and refreshes it; then everything that must be refused is tried.
/// At the end the pod is deleted.
/// </summary>
public sealed class PodStory(StoryStage stage, SampleCluster cluster, TimeProvider time)
{
    private readonly SamplePod _api = cluster.Pod("media-sports/api");
    private readonly SamplePod _web = cluster.Pod("media-sports/web");

    /// <summary>Runs the steps; each result comes when the step is over.</summary>
    public async IAsyncEnumerable<StoryResult> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var key = RSA.Create(2048);
        var agent = new FakeAgent(stage.Zts, key);
        var token = await cluster.TokenAsync(_api, cancellationToken);
        var own = Identity(_api, token);

        using var first = await agent.RegisterAsync(own, cancellationToken);
        yield return Checked("pod media-sports/api asks for its certificate", StoryOutcome.Granted, first);
        using var second = first.Certificate is { } certificate ? await agent.RefreshAsync(own, certificate, cancellationToken) : first;
        yield return Checked("it refreshes the certificate", StoryOutcome.Refreshed, second);

        var web = Identity(_web, await cluster.TokenAsync(_web, cancellationToken));
        yield return await TryAsync("pod media-sports/web, with two addresses, asks for its own", StoryOutcome.Granted, web with { ExtraIps = _web.MoreIps });
        yield return await TryAsync("pod web steals the token of pod api", StoryOutcome.Denied("instance-id-foreign"), own with { InstanceId = _web.Uid, Address = _web.Ip });
        yield return await TryAsync("pod web steals the token and says it is pod api", StoryOutcome.Denied("client-ip-foreign"), own with { CalledFrom = _web.Ip });
        yield return await TryAsync("pod api asks for a foreign domain", StoryOutcome.Denied("domain-foreign"), own with { Domain = "media.news" });
        yield return await TryAsync("pod api asks for a foreign service", StoryOutcome.Denied("service-foreign"), own with { Service = "web" });
        yield return await TryAsync("pod api asks for a foreign DNS name", StoryOutcome.Denied("dns-name-foreign"), own with { ExtraDns = [$"web.media-sports.{SampleNames.DnsSuffix}"] });
        yield return await TryAsync("pod api asks for a foreign address", StoryOutcome.Denied("san-ip-foreign"), own with { ExtraIps = [_web.Ip] });
        yield return await TryAsync("pod api shows an expired token", StoryOutcome.Denied("token-expired"), own with { Token = cluster.ExpiredToken(_api) });
        yield return await TryAsync("somebody shows a forged token", StoryOutcome.Denied("token-signature"), own with { Token = cluster.ForgedToken(_api) });

        var last = second.Certificate;
        await cluster.BeginDeleteAsync(_api, cancellationToken);
        await stage.View.WaitDeletingAsync(_api, cancellationToken);
        yield return await RefreshAsync("pod api refreshes while it is being deleted", StoryOutcome.Denied("pod-deleted"));
        await cluster.RemoveAsync(_api, cancellationToken);
        await stage.View.WaitGoneAsync(_api, cancellationToken);
        // A pod that is not there may be one that is not there yet: the engine waits to its deadline, or until the cluster says that there is
        // none, and then cannot tell.
        yield return await RefreshAsync("its certificate is refreshed after the pod is gone", StoryOutcome.Undecided(cluster.GoneCodes));

        async Task<StoryResult> TryAsync(string title, StoryOutcome expected, AgentIdentity identity)
        {
            using var reply = await agent.RegisterAsync(identity, cancellationToken);
            return StoryResult.Of(title, expected, reply);
        }

        async Task<StoryResult> RefreshAsync(string title, StoryOutcome expected)
        {
            if (last is null) return StoryResult.Of(title, expected, second) with { Problem = "there is no certificate to refresh " };
            using var reply = await agent.RefreshAsync(own, last, cancellationToken);
            return StoryResult.Of(title, expected, reply);
        }
    }

    /// <summary>What the agent of a pod asks for.</summary>
    public static AgentIdentity Identity(SamplePod pod, string token) => new()
    {
        Provider = SampleNames.Provider,
        Domain = pod.Domain,
        Service = pod.ServiceAccount,
        InstanceId = pod.Uid,
        DnsSuffix = SampleNames.DnsSuffix,
        Address = pod.Ip,
        Token = token,
    };

    private StoryResult Checked(string title, StoryOutcome expected, ZtsReply reply)
    {
        var result = StoryResult.Of(title, expected, reply);
        return reply.Certificate is { } certificate ? result with { Problem = ProblemOf(certificate, result) } : result;
    }

    private string ProblemOf(X509Certificate2 certificate, StoryResult result)
    {
        if (!stage.Authority.Trusts(certificate)) return "the certificate is not of the Athenz CA ";
        if (certificate.GetNameInfo(X509NameType.SimpleName, false) != "media.sports.api") return "the subject is wrong ";
        if (!result.Names.Dns.Contains($"api.media-sports.{SampleNames.DnsSuffix}")) return "the DNS name is missing ";
        if (!result.Names.Dns.Contains($"{_api.Uid}.instanceid.athenz.{SampleNames.DnsSuffix}")) return "the instance id is missing ";
        if (!result.Names.Uris.Contains("spiffe://media.sports/sa/api")) return "the SPIFFE URI is missing ";
        if (result.Names.Ips is not [var ip] || ip.ToString() != _api.Ip) return "the address is wrong ";
        var life = result.Expiry!.Value - time.GetUtcNow();
        return Math.Abs(life.TotalMinutes - SampleNames.CertExpiryMinutes) < 5 ? "" : "the expiry is not the policy's ";
    }
}
