using System.Net;
using System.Text.Json.Nodes;
using Argos.Rules.System.Tests.Fakes;
using Argos.Rules.System.Tests.Story;
using Argos.Rules.TestKit.Athenz.Agents;
using Argos.Rules.TestKit.Aws;

namespace Argos.Rules.System.Tests.Platforms;

/// <summary>Each platform of AWS, from the agent over ZTS to the engine and its policies, with a metadata service and an STS over HTTP.</summary>
internal sealed class AwsPlatformTests : SystemTest
{
    private const string Role = "media.sports.api";
    private const string InstanceId = "i-0123456789abcdef0";
    private const string Address = "10.1.2.3";

    private readonly List<string> _secrets = [];
    private AwsStage _stage = null!;
    private FakeAgent _agent = null!;

    [Test]
    public async Task Ec2_instance_gets_and_refreshes_its_certificate_and_nobody_else_does()
    {
        await using var stage = await StartStageAsync("ec2");
        await using var imds = await FakeImds.StartAsync(stage.Signer, Instance(InstanceId, TimeSpan.FromMinutes(5)), Deadline);
        var attested = await (await AssumedAsync()).WithDocumentAsync(imds.Url, Deadline);
        var own = stage.Identity(InstanceId, attested) with { Address = Address, Ssh = true };

        using var first = await _agent.RegisterAsync(own, Deadline);
        Assert.That(first.Granted, Is.True, first.Message);
        Assert.That(first.Certificate!.NotAfter - first.Certificate.NotBefore, Is.GreaterThan(TimeSpan.FromDays(29)));
        var answer = JsonNode.Parse(stage.Zts.Exchanges[^1].Answer)!["attributes"]!;
        Assert.That((string?)answer["certSSH"], Is.EqualTo("true"));
        Assert.That((string?)answer["instancePrivateIp"], Is.EqualTo(Address));
        Assert.That((string?)answer["attestedSshCertPrincipals"], Is.EqualTo(InstanceId));
        Assert.That(first.SshCertificate, Does.EndWith($"media.sports.api {InstanceId},{Address}\n"));
        using var second = await _agent.RefreshAsync(own, first.Certificate, Deadline);
        Assert.That(second.Granted, Is.True, second.Message);

        var neighbour = "i-0000000000000000f";
        await RefusedAsync("document-instance", own with { InstanceId = neighbour });
        await RefusedAsync("san-ip-foreign", own with { ExtraIps = ["10.9.9.9"] });
        await RefusedAsync("spiffe-trust-domain", own with { TrustDomain = "attacker.example" });
        using var older = await _agent.RegisterAsync(own with { TrustDomain = null, InstanceId = InstanceId }, Deadline);
        Assert.That(older.Granted, Is.True, $"agents before 1.11.34 send the short form: {older.Message}");
        await RefusedAsync("dns-name-foreign", own with { ExtraDns = [$"web.media-sports.{stage.Suffix}"] });
        await RefusedAsync("role-foreign", own with { Domain = "media.news" });
        await RefusedAsync("caller-role", Changed(own, Credentials("media.sports.web")));
        await RefusedAsync("caller-account", Changed(own, Credentials(Role, AwsStage.ForeignAccount)));
        var attestation = JsonNode.Parse(own.Token!)!.AsObject();
        attestation["signature"] = stage.Signer.Sign((string)attestation["document"]!, withCertificate: true);
        using var embedded = await _agent.RegisterAsync(own with { Token = attestation.ToJsonString() }, Deadline);
        Assert.That(embedded.Granted, Is.True, $"the pinned certificate counts, wherever it stands: {embedded.Message}");
        using var attacker = new InstanceSigner();
        attestation["signature"] = attacker.Sign((string)attestation["document"]!, withCertificate: true);
        await RefusedAsync("document-certificate-embedded", own with { Token = attestation.ToJsonString() });
        attestation["signature"] = attacker.Sign((string)attestation["document"]!);
        await RefusedAsync("document-sign", own with { Token = attestation.ToJsonString() });
        imds.Document = FakeImds.Write(Instance(InstanceId, TimeSpan.FromMinutes(31)));
        var late = own with { Token = (await Credentials(Role).WithDocumentAsync(imds.Url, Deadline)).ToJsonString() };
        await RefusedAsync("boot-time-past", late);
        // The same old document does for a refresh, of the certificate that was registered last.
        using var third = await _agent.RefreshAsync(late, embedded.Certificate!, Deadline);
        Assert.That(third.Granted, Is.True, third.Message);

        stage.Aws.Conduct.Outage = true;
        using var undecided = await _agent.RegisterAsync(Changed(own, Credentials(Role)), Deadline);
        Assert.That((undecided.Granted, undecided.Status), Is.EqualTo((false, HttpStatusCode.GatewayTimeout)), undecided.Message);
        stage.Aws.Conduct.Outage = false;
        using var stolen = await _agent.RefreshAsync(own with { Token = null }, first.Certificate, Deadline);
        Assert.That(stolen.Message, Does.Contain("attestation-missing"));
        AssertNoSecretIsWritten();
    }

    [Test]
    public async Task Eks_pod_gets_a_certificate_for_its_role_and_names_of_its_domain()
    {
        await using var stage = await StartStageAsync("eks");
        var own = stage.Identity("api-0", await AssumedAsync()) with { CalledFrom = Address };

        await GrantedAsync(own, days: 7);
        await GrantedAsync(own with { ExtraDns = ["web.media-sports.svc.cluster.local"] }, days: 7);
        await RefusedAsync("domain-foreign", own with { ExtraDns = ["kubernetes.default.svc.cluster.local"] });
        await RefusedAsync("dns-name-pod-ip", own with { ExtraDns = ["10-1-2-3.media-sports.pod.cluster.local"] });
        await RefusedAsync("caller-role", Changed(own, Credentials("media.sports.api-service")));
        AssertNoSecretIsWritten();
    }

    [Test]
    public async Task Fargate_task_gets_a_certificate_for_its_role()
    {
        await using var stage = await StartStageAsync("ecs");
        var own = stage.Identity("0f9de17a6465404e8b1b2356dc13c2f8", await AssumedAsync()) with { CalledFrom = Address };

        await GrantedAsync(own, days: 7);
        await RefusedAsync("san-ip-foreign", own with { ExtraIps = [Address] });
        await RefusedAsync("caller-account", Changed(own, Credentials(Role, AwsStage.ForeignAccount)));
        var expired = Credentials(Role);
        stage.Aws.Revoke((string)expired["access"]!);
        await RefusedAsync("sts-refused", Changed(own, expired));
        AssertNoSecretIsWritten();
    }

    [Test]
    public async Task Lambda_function_gets_a_certificate_for_its_role()
    {
        await using var stage = await StartStageAsync("lambda");
        var own = stage.Identity($"lambda-{AwsStage.Account}-api", await AssumedAsync()) with { CalledFrom = Address };

        await GrantedAsync(own, days: 7);
        await RefusedAsync("caller-role", Changed(own, Credentials("media.sports.web")));
        AssertNoSecretIsWritten();
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Zts_before_1_8_54_issues_a_refresh_that_cannot_be_told_unless_the_engine_refuses_it(bool refuses)
    {
        await using var stage = await StartStageAsync("ecs", oldZts: true, refuses ? ["Callback:RefuseUndecidedRefresh=true"] : []);
        var own = stage.Identity("0f9de17a6465404e8b1b2356dc13c2f8", await AssumedAsync()) with { CalledFrom = Address };
        using var first = await _agent.RegisterAsync(own, Deadline);
        Assert.That(first.Granted, Is.True, first.Message);

        stage.Aws.Conduct.Outage = true;
        using var late = await _agent.RefreshAsync(Changed(own, Credentials(Role)), first.Certificate!, Deadline);
        using var registered = await _agent.RegisterAsync(Changed(own, Credentials(Role)), Deadline);

        Assert.That(stage.Zts.Exchanges[^2].Status, Is.EqualTo(refuses ? HttpStatusCode.Forbidden : HttpStatusCode.GatewayTimeout));
        Assert.That(late.Granted, Is.EqualTo(!refuses), late.Message);
        Assert.That((registered.Granted, registered.Status), Is.EqualTo((false, HttpStatusCode.GatewayTimeout)));
    }

    private async Task<AwsStage> StartStageAsync(string platform, bool oldZts = false, params string[] more)
    {
        _secrets.Clear();
        _stage = await AwsStage.StartAsync(Folder, platform, Deadline, oldZts, more);
        _agent = new FakeAgent(_stage.Zts, TestKey.Shared);
        return _stage;
    }

    /// <summary>What an agent sends: the workload's own role has assumed that of the service.</summary>
    private async Task<JsonObject> AssumedAsync()
    {
        var credentials = await _stage.Workload().AssumeAsync(AwsStage.ServiceRole, Deadline);
        _secrets.AddRange([credentials.SecretKey, credentials.SessionToken]);
        return AwsAttestation.Of(Role, credentials);
    }

    private JsonObject Credentials(string role, string account = AwsStage.Account)
    {
        var credentials = _stage.Assume(role, account);
        _secrets.AddRange([credentials.SecretKey, credentials.SessionToken]);
        return AwsAttestation.Of(Role, credentials);
    }

    /// <summary>The same document with other credentials.</summary>
    private static AgentIdentity Changed(AgentIdentity identity, JsonObject credentials)
    {
        var attestation = JsonNode.Parse(identity.Token!)!.AsObject();
        foreach (var (name, value) in credentials) attestation[name] = value!.DeepClone();
        return identity with { Token = attestation.ToJsonString() };
    }

    private static InstanceFacts Instance(string id, TimeSpan age) => new(id, AwsStage.Account, AwsStage.Region, Address, TimeProvider.System.GetUtcNow() - age);

    private async Task GrantedAsync(AgentIdentity identity, int days)
    {
        using var reply = await _agent.RegisterAsync(identity, Deadline);
        Assert.That(reply.Granted, Is.True, reply.Message);
        Assert.That(reply.Certificate!.NotAfter - reply.Certificate.NotBefore, Is.LessThan(TimeSpan.FromDays(days + 1)));
        using var again = await _agent.RefreshAsync(identity, reply.Certificate, Deadline);
        Assert.That(again.Granted, Is.True, again.Message);
    }

    private async Task RefusedAsync(string code, AgentIdentity identity)
    {
        using var reply = await _agent.RegisterAsync(identity, Deadline);
        Assert.That(reply.Granted, Is.False, code);
        Assert.That(reply.Message, Does.Contain($"denied: {code}"));
    }

    private void AssertNoSecretIsWritten()
    {
        var logs = _stage.Logs;
        Assert.That(_secrets, Is.Not.Empty);
        Assert.That(logs, Does.Contain("media.sports"));
        Assert.That(_secrets.Where(s => logs.Contains(s, StringComparison.Ordinal)), Is.Empty);
    }
}
