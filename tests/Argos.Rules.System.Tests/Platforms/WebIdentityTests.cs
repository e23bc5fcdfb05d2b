using System.Net;
using System.Text.Json.Nodes;
using Argos.Rules.System.Tests.Fakes;
using Argos.Rules.System.Tests.Story;
using Argos.Rules.TestKit.Athenz.Agents;
using Argos.Rules.TestKit.Aws;
using Argos.Rules.TestKit.Tokens;

namespace Argos.Rules.System.Tests.Platforms;

/// <summary>AWS's web identity tokens in place of credentials, from the agent over ZTS to an engine that fetches the issuer's keys.</summary>
internal sealed class WebIdentityTests : SystemTest
{
    private const string Role = "media.sports.api";
    private const string InstanceId = "i-0123456789abcdef0";

    private AwsStage _stage = null!;
    private FakeAgent _agent = null!;
    private TokenMint _issuer = null!;

    [TearDown]
    public async Task CleanUpAsync() => await _stage.DisposeAsync();

    [Test]
    public async Task Ec2_instance_gets_and_refreshes_its_certificate_with_a_token_and_its_document()
    {
        await StartStageAsync("ec2");
        var started = TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(5);
        await using var imds = await FakeImds.StartAsync(_stage.Signer, new InstanceFacts(InstanceId, AwsStage.Account, AwsStage.Region, "10.1.2.3", started), Deadline);
        var attested = await (await AttestationAsync()).WithDocumentAsync(imds.Url, Deadline);
        var own = _stage.Identity(InstanceId, attested) with { Address = "10.1.2.3" };

        using var first = await _agent.RegisterAsync(own, Deadline);
        Assert.That(first.Granted, Is.True, first.Message);
        Assert.That(first.Certificate!.NotAfter - first.Certificate.NotBefore, Is.GreaterThan(TimeSpan.FromDays(29)));
        using var second = await _agent.RefreshAsync(own, first.Certificate, Deadline);
        Assert.That(second.Granted, Is.True, second.Message);
        await RefusedAsync("document-instance", own with { InstanceId = "i-0000000000000000f" });

        await RefuseBadTokensAsync(own);
        Assert.That(_stage.Aws.Actions, Is.EqualTo(new[] { "GetWebIdentityToken" }), "the engine does not ask STS");
    }

    [Test]
    public async Task Lambda_function_gets_its_certificate_with_a_token()
    {
        await StartStageAsync("lambda");
        var own = _stage.Identity($"lambda-{AwsStage.Account}-api", await AttestationAsync()) with { CalledFrom = "10.1.2.3" };

        using var first = await _agent.RegisterAsync(own, Deadline);
        Assert.That(first.Granted, Is.True, first.Message);
        Assert.That(first.Certificate!.NotAfter - first.Certificate.NotBefore, Is.LessThan(TimeSpan.FromDays(8)));

        await RefuseBadTokensAsync(own);

        // An account that is not the domain's needs a grant of ZTS.
        var foreign = With(own, Claims(AwsStage.ForeignAccount));
        await RefusedAsync("web-identity-account", foreign);
        const string third = "111111111111";
        _stage.Zts.Queries.Grant(Role, "launch", $"media.sports:api:{third}");
        using var granted = await _agent.RegisterAsync(With(own, Claims(third)), Deadline);
        Assert.That(granted.Granted, Is.True, granted.Message);
    }

    [Test]
    public async Task Issuer_that_cannot_be_reached_is_cannot_tell()
    {
        await StartStageAsync("lambda");
        _stage.Issuers.Conduct.Outage = true;
        var own = _stage.Identity($"lambda-{AwsStage.Account}-api", Attestation(Claims())) with { CalledFrom = "10.1.2.3" };

        using var reply = await _agent.RegisterAsync(own, Deadline);
        Assert.That((reply.Granted, reply.Status), Is.EqualTo((false, HttpStatusCode.GatewayTimeout)), reply.Message);
        Assert.That(reply.Message, Does.Contain("token-keys-pending").And.Contain("fact-unavailable"));

        _stage.Issuers.Conduct.Outage = false;
        using var later = await _agent.RegisterAsync(own, Deadline);
        Assert.That(later.Granted, Is.True, later.Message);
    }

    private async Task StartStageAsync(string platform)
    {
        _stage = await AwsStage.StartAsync(Folder, platform, Deadline);
        _agent = new FakeAgent(_stage.Zts, TestKey.Shared);
        _issuer = _stage.Issuers.Add(AwsStage.WebIdentityIssuer);
    }

    private async Task RefuseBadTokensAsync(AgentIdentity own)
    {
        using var attacker = new TokenMint(null, TokenKey.Ec(), AwsStage.WebIdentityIssuer);
        await RefusedAsync("token-key-unknown", own with { Token = Replace(own, attacker.Mint(Claims())) });
        foreach (var signing in new[] { TokenSigning.None, TokenSigning.HmacWithPublicKey }) await RefusedAsync("token-algorithm", own with { Token = Replace(own, _issuer.Mint(Claims(), signing)) });
        await RefusedAsync("token-signature", own with { Token = Replace(own, _issuer.Mint(Claims(), TokenSigning.ForeignKey)) });
        await RefusedAsync("token-expired", With(own, Claims().With("exp", WebIdentityClaims.Seconds(-120))));
        await RefusedAsync("token-audience", With(own, Claims().With("aud", "https://other.example.com")));
        await RefusedAsync("token-audience", With(own, Claims().With("aud", new JsonArray("https://other.example.com", AwsStage.Audience))));
        await RefusedAsync("caller-foreign", With(own, Claims().With("sub", "somebody")));
        await RefusedAsync("role-foreign", With(own, Claims().With("sub", $"arn:aws:iam::{AwsStage.Account}:role/media.sports.web")));
        await RefusedAsync("caller-account", With(own, Claims().With("sub", $"arn:aws:iam::{AwsStage.ForeignAccount}:role/{Role}")));
        await RefusedAsync("web-identity-organization", With(own, Claims(organization: "o-otherorg001")));
        var asked = _stage.Issuers.Asked.Count;
        await RefusedAsync("token-issuer", With(own, Claims().With("iss", "https://issuer.example.com")));
        await RefusedAsync("token-issuer", With(own, Claims().With("iss", AwsStage.WebIdentityIssuer + ".evil.example")));
        Assert.That(_stage.Issuers.Asked, Has.Count.EqualTo(asked));

        var logs = _stage.Logs;
        Assert.That(logs, Does.Contain("media.sports").And.Not.Contain(Token(own).Split('.')[2]));
    }

    private static JsonObject Claims(string account = AwsStage.Account, string organization = AwsStage.Organization) =>
        WebIdentityClaims.Of($"service-role/{Role}", account, organization);

    /// <summary>With a token that STS gives for the workload's own role, which therefore has to be called like the service.</summary>
    private async Task<JsonObject> AttestationAsync()
    {
        _stage.Aws.WebIdentity = (role, audience) => _issuer.Mint(Claims().With("sub", role).With("aud", audience));
        var token = await _stage.Workload(Role).WebIdentityTokenAsync(AwsStage.Audience, Deadline);
        return new JsonObject { ["role"] = Role, ["commonName"] = Role, ["identityToken"] = token };
    }

    private JsonObject Attestation(JsonObject claims) => new() { ["role"] = Role, ["commonName"] = Role, ["identityToken"] = _issuer.Mint(claims) };

    private AgentIdentity With(AgentIdentity identity, JsonObject claims) => identity with { Token = Replace(identity, _issuer.Mint(claims)) };

    private static string Replace(AgentIdentity identity, string token)
    {
        var attestation = JsonNode.Parse(identity.Token!)!.AsObject();
        attestation["identityToken"] = token;
        return attestation.ToJsonString();
    }

    private static string Token(AgentIdentity identity) => (string)JsonNode.Parse(identity.Token!)!["identityToken"]!;

    private async Task RefusedAsync(string code, AgentIdentity identity)
    {
        using var reply = await _agent.RegisterAsync(identity, Deadline);
        Assert.That(reply.Granted, Is.False, code);
        Assert.That(reply.Message, Does.Contain($"denied: {code} "));
    }
}
