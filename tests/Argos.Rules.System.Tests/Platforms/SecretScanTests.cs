using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Argos.Rules.System.Tests.Fakes;
using Argos.Rules.System.Tests.Story;
using Argos.Rules.TestKit.Athenz.Agents;
using Argos.Rules.TestKit.Aws;
using Argos.Rules.TestKit.Tokens;

namespace Argos.Rules.System.Tests.Platforms;

/// <summary>
/// After good and bad requests of every platform: nothing that an agent has sent as a secret stands in the logs of both processes, the audit file, the metrics, the
/// answers to ZTS and the agent, nor in dry runs that explain everything.
/// </summary>
internal sealed class SecretScanTests : SystemTest
{
    private const string Role = "media.sports.api";
    private const string InstanceId = "i-0123456789abcdef0";
    private const string PodUid = "5f1d6e1e-0000-4000-8000-0000000000aa";
    private const string EksIssuer = AwsStage.EksIssuers + "A1B2C3D4E5F60718293A4B5C6D7E8F90";

    private readonly StringBuilder _heard = new();
    private SecretScan _scan = null!;
    private AwsStage _stage = null!;
    private FakeAgent _agent = null!;

    [TearDown]
    public async Task CleanUpAsync() => await _stage.DisposeAsync();

    [TestCase("ec2")]
    [TestCase("eks")]
    [TestCase("ecs")]
    [TestCase("lambda")]
    public async Task No_secret_of_an_agent_is_written_anywhere(string platform)
    {
        _scan = new SecretScan();
        _heard.Clear();
        _stage = await AwsStage.StartAsync(Folder, platform, Deadline);
        _agent = new FakeAgent(_stage.Zts, TestKey.Shared);
        _scan.Keep("the engine's own AWS credentials", _stage.EngineSecret);

        foreach (var attestation in await AttestationsAsync(platform)) await AskAsync(_stage.Identity(platform == "ec2" ? InstanceId : "api-0", attestation) with { CalledFrom = "10.1.2.3" });
        if (platform == "eks") await AskEksAsync();
        _stage.Aws.Conduct.Outage = true;
        _stage.Issuers.Conduct.Outage = true;
        foreach (var attestation in await AttestationsAsync(platform)) await AskAsync(_stage.Identity(InstanceId, attestation));
        _stage.Aws.Conduct.Outage = false;
        await ReadAsync("metrics", new Uri(_stage.Engine.Diagnostics, "metrics"));
        foreach (var path in new[] { "v1/status", "v1/config", "v1/policies" }) await ReadAsync(path, new Uri(_stage.Engine.Management, path));

        var audit = _stage.Audit;
        Assert.That(audit, Does.Contain("\"allowed\"").And.Contain("\"denied\"").And.Contain("\"undecided\""), "good, bad and unanswered requests");
        Assert.That(_scan.Count, Is.GreaterThan(10));
        var found = _scan.FoundIn("the logs", _stage.Logs).Concat(_scan.FoundIn("the audit file", audit)).Concat(_scan.FoundIn("an answer", _heard.ToString()));
        Assert.That(found.Distinct(), Is.Empty);
    }

    /// <summary>One that is good, and some that are refused at different places.</summary>
    private async Task<List<JsonObject>> AttestationsAsync(string platform)
    {
        await using var imds = await FakeImds.StartAsync(_stage.Signer, new InstanceFacts(InstanceId, AwsStage.Account, AwsStage.Region, "10.1.2.3", TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(5)), Deadline);
        var issuer = _stage.Issuers.Add(AwsStage.WebIdentityIssuer);
        using var attacker = new TokenMint(null, TokenKey.Ec(), AwsStage.WebIdentityIssuer);
        var revoked = _stage.Assume(Role);
        _stage.Aws.Revoke(revoked.AccessKeyId);
        var good = _stage.Assume(Role);
        List<JsonObject> all =
        [
            AwsAttestation.Of(Role, good),
            AwsAttestation.Of(Role, _stage.Assume("media.sports.web")),
            AwsAttestation.Of(Role, _stage.Assume(Role, AwsStage.ForeignAccount)),
            AwsAttestation.Of(Role, revoked),
            // A secret where a name should be.
            new JsonObject { ["role"] = good.SecretKey, ["access"] = good.AccessKeyId, ["secret"] = good.SecretKey, ["token"] = good.SessionToken },
            new JsonObject { ["role"] = Role, ["identityToken"] = issuer.Mint(WebIdentityClaims.Of(Role, AwsStage.Account)) },
            new JsonObject { ["role"] = Role, ["identityToken"] = attacker.Mint(WebIdentityClaims.Of(Role, AwsStage.Account)) },
            new JsonObject { ["role"] = Role, ["identityToken"] = issuer.Mint(WebIdentityClaims.Of(Role, AwsStage.ForeignAccount)) },
            new JsonObject { ["role"] = Role, ["identityToken"] = "not.a-token-of-anybody-at-all.but-secret-nevertheless" },
        ];
        if (platform is "ec2" or "ecs")
        {
            all.Add(await AwsAttestation.Of(Role, _stage.Assume(Role)).WithDocumentAsync(imds.Url, Deadline));
            var forged = await AwsAttestation.Of(Role, _stage.Assume(Role)).WithDocumentAsync(imds.Url, Deadline);
            forged["document"] = ((string)forged["document"]!).Replace("t3.micro", "t3.large", StringComparison.Ordinal);
            all.Add(forged);
        }
        return all;
    }

    private async Task AskEksAsync()
    {
        var cluster = _stage.Issuers.Add(EksIssuer, key: TokenKey.Rsa());
        _stage.Aws.Trust(AwsStage.Account, $"arn:aws:iam::{AwsStage.Account}:oidc-provider/{EksIssuer["https://".Length..]}");
        _stage.Zts.Queries.Grant(Role, "launch", $"media.sports:api:{AwsStage.Account}");
        var good = new ServiceAccountToken { Namespace = "shop", ServiceAccount = Role, PodName = "api-0", PodUid = PodUid, Audiences = [AwsStage.Audience] };
        foreach (var token in new[] { good, good with { Audiences = ["https://other.example.com"] }, good with { Signing = TokenSigning.ForeignKey }, good with { Age = TimeSpan.FromHours(2) } })
        {
            await AskAsync(_stage.Identity(PodUid, []) with { Form = AgentForm.CsiDriver, Namespace = "shop", Cloud = "aws", CalledFrom = "10.1.2.3", Token = cluster.Mint(token) });
        }
    }

    /// <summary>Registers and refreshes at ZTS, and then asks the engine itself: for the decision, and for dry runs that explain it.</summary>
    private async Task AskAsync(AgentIdentity identity)
    {
        _scan.KeepAttestation(identity.Token!);
        using var reply = await _agent.RegisterAsync(identity, Deadline);
        _heard.AppendLine(reply.Message);
        if (reply.Certificate is { } certificate)
        {
            using var again = await _agent.RefreshAsync(identity, certificate, Deadline);
            _heard.AppendLine(again.Message);
        }
        var exchange = _stage.Zts.Exchanges[^1];
        _heard.AppendLine(exchange.Answer);
        var input = JsonNode.Parse(exchange.Request)!;
        await PostAsync("v1/data/argos/decision", new JsonObject { ["input"] = input.DeepClone() });
        foreach (var live in new[] { true, false }) await PostAsync("v1/dryrun", new JsonObject { ["input"] = input.DeepClone(), ["explain"] = "full", ["liveFacts"] = live });
        var careless = new JsonObject { ["try.csx"] = "return Deny(\"tells\", Input.AttestationData + Input.Attestation[\"signature\"].Text + Input.IdentityToken);" };
        await PostAsync("v1/dryrun", new JsonObject { ["input"] = input.DeepClone(), ["explain"] = "full", ["policies"] = careless });
    }

    private async Task PostAsync(string path, JsonObject body)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri(_stage.Engine.Management, path), content, Deadline);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), path);
        _heard.AppendLine(await answer.Content.ReadAsStringAsync(Deadline));
    }

    private async Task ReadAsync(string what, Uri address)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var text = await http.GetStringAsync(address, Deadline);
        Assert.That(text, Is.Not.Empty, what);
        _heard.AppendLine(text);
    }
}
