using System.Net;
using Argos.Rules.System.Tests.Fakes;
using Argos.Rules.System.Tests.Story;
using Argos.Rules.TestKit.Athenz.Agents;
using Argos.Rules.TestKit.Tokens;

namespace Argos.Rules.System.Tests.Platforms;

/// <summary>csi-driver-athenz in EKS: a service account token that the cluster's issuer signed, through ZTS, to an engine that fetches keys, providers and grants.</summary>
internal sealed class EksTokenTests : SystemTest
{
    private const string Issuer = AwsStage.EksIssuers + "A1B2C3D4E5F60718293A4B5C6D7E8F90";
    private const string ForeignIssuer = AwsStage.EksIssuers + "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF";
    private const string DeadIssuer = AwsStage.EksIssuers + "00000000000000000000000000000000";

    private static readonly ServiceAccountToken Good = new() { Namespace = "shop", ServiceAccount = "media.sports.api", PodName = "api-0", Audiences = [AwsStage.Audience] };

    private readonly List<string> _sent = [];
    private AwsStage _stage = null!;
    private FakeAgent _agent = null!;
    private TokenMint _cluster = null!;
    private TokenMint _foreign = null!;

    [SetUp]
    public async Task PrepareAsync()
    {
        _sent.Clear();
        _stage = await AwsStage.StartAsync(Folder, "eks", Deadline);
        _agent = new FakeAgent(_stage.Zts, TestKey.Shared);
        _cluster = _stage.Issuers.Add(Issuer, key: TokenKey.Rsa());
        _foreign = _stage.Issuers.Add(ForeignIssuer);
        _stage.Aws.Trust(AwsStage.Account, "arn:aws:iam::123456789012:oidc-provider/other.example.com", $"arn:aws:iam::123456789012:oidc-provider/{Issuer["https://".Length..]}");
        _stage.Aws.Trust(AwsStage.ForeignAccount, $"arn:aws:iam::999999999999:oidc-provider/{ForeignIssuer["https://".Length..]}");
        _stage.Zts.Queries.Grant("media.sports.api", "launch", $"media.sports:api:{AwsStage.Account}");
    }

    [TearDown]
    public async Task CleanUpAsync() => await _stage.DisposeAsync();

    [Test]
    public async Task Pod_gets_a_certificate_by_its_token_and_nobody_else_does()
    {
        var own = Identity(_cluster.Mint(Good));
        using var first = await _agent.RegisterAsync(own, Deadline);
        Assert.That(first.Granted, Is.True, first.Message);
        Assert.That(first.Certificate!.NotAfter - first.Certificate.NotBefore, Is.LessThan(TimeSpan.FromDays(8)));
        var refreshed = await _agent.RefreshAsync(own, first.Certificate, Deadline);
        Assert.That(refreshed.Granted, Is.False);
        await GrantedAsync(own with { ExtraDns = ["web.shop.svc.cluster.local"] });

        // The token.
        await RefusedAsync("token-algorithm", Good with { Signing = TokenSigning.None });
        await RefusedAsync("token-algorithm", Good with { Signing = TokenSigning.HmacWithPublicKey });
        await RefusedAsync("token-signature", Good with { Signing = TokenSigning.ForeignKey });
        await RefusedAsync("token-signature", Good with { Signing = TokenSigning.Tampered });
        await RefusedAsync("token-expired", Good with { Age = TimeSpan.FromHours(2) });
        await RefusedAsync("token-not-yet-valid", Good with { Age = TimeSpan.FromHours(-1) });
        await RefusedAsync("token-audience", Good with { Audiences = ["https://other.example.com"] });
        await RefusedAsync("token-audience", Good with { Audiences = ["https://other.example.com", AwsStage.Audience] });
        await RefusedAsync("token-subject", Good.WithClaim("sub", "system:node:n1"));
        await RefusedAsync("token-inconsistent", Good.WithClaim("sub", "system:serviceaccount:kube-system:media.sports.api"));
        await RefusedAsync("token-unbound", Good with { PodName = null });
        await RefusedAsync("service-foreign", Good with { ServiceAccount = "media.sports.web" });
        await RefusedAsync("service-foreign", Good with { ServiceAccount = "api" });
        await RefusedAsync("instance-id-foreign", Good with { PodUid = "5f1d6e1e-0000-4000-8000-0000000000bb" });

        // What is asked for with it.
        await RefusedAsync("cloud-foreign", own with { Cloud = "gcp" });
        await RefusedAsync("dns-name-namespace", own with { ExtraDns = ["kubernetes.default.svc.cluster.local"] });
        await RefusedAsync("spiffe-namespace", own with { Namespace = "kube-system" });
        await RefusedAsync("san-ip-foreign", own with { ExtraIps = ["10.9.9.9"] });
        AssertNoSecretIsWritten();
    }

    [Test]
    public async Task Spiffe_uri_may_be_the_only_name_when_the_operator_says_so_and_is_the_pods_own()
    {
        var own = Identity(_cluster.Mint(Good)) with { Form = AgentForm.SpiffeOnly };

        await GrantedAsync(own);
        await RefusedAsync("spiffe-namespace", own with { Namespace = "kube-system" });
        await RefusedAsync("spiffe-trust-domain", own with { TrustDomain = "attacker.example" });
        AssertNoSecretIsWritten();
    }

    [Test]
    public async Task Cluster_counts_by_the_list_of_its_account_and_issuers_elsewhere_are_not_asked()
    {
        await RefusedAsync("issuer-foreign", Identity(_foreign.Mint(Good)));
        await RefusedAsync("launch-refused", Identity(_foreign.Mint(Good with { ServiceAccount = "media.news.api" })) with { Domain = "media.news" });

        var asked = _stage.Issuers.Asked.Count;
        await RefusedAsync("token-issuer", Good.WithClaim("iss", "https://issuer.example.com"));
        await RefusedAsync("token-issuer", Good.WithClaim("iss", "https://oidc.eks.us-west-2.amazonaws.com.evil.example/id/A1"));
        await RefusedAsync("token-issuer", Good.WithClaim("iss", Issuer.Replace("https", "http", StringComparison.Ordinal)));
        await RefusedAsync("token-issuer", Good.WithClaim("iss", Issuer + "/"));
        // A region that the engine's configuration does not allow.
        await RefusedAsync("token-keys-missing", Good.WithClaim("iss", Issuer.Replace("us-west-2", "eu-west-1", StringComparison.Ordinal)));
        Assert.That(_stage.Issuers.Asked, Has.Count.EqualTo(asked));

        // The same cluster's name with another one's key.
        await RefusedAsync("token-key-unknown", Identity(_foreign.Mint(Good.WithClaim("iss", Issuer))));
        // An issuer of the host that has no keys is not a reason to skip the signature.
        await RefusedAsync("token-keys-missing", Good.WithClaim("iss", AwsStage.EksIssuers + "NOSUCHCLUSTER"));
        AssertNoSecretIsWritten();
    }

    [Test]
    public async Task Unknown_keys_make_few_requests_and_an_unreachable_issuer_is_cannot_tell()
    {
        await GrantedAsync(Identity(_cluster.Mint(Good)));
        var started = TimeProvider.System.GetTimestamp();
        var before = _stage.Issuers.Asked.Count;
        for (var i = 0; i < 20; i++) await RefusedAsync("token-key-unknown", Good with { Signing = TokenSigning.UnknownKey });
        // Two requests renew the keys, at most every 30 s.
        var renewals = 1 + (int)(TimeProvider.System.GetElapsedTime(started) / TimeSpan.FromSeconds(30));
        Assert.That(_stage.Issuers.Asked.Count - before, Is.LessThanOrEqualTo(2 * renewals));

        using var dead = _stage.Issuers.Add(DeadIssuer);
        _stage.Issuers.Conduct.Outage = true;
        await UndecidedAsync("token-keys-pending", Identity(dead.Mint(Good)));
        // What is known stays known.
        await GrantedAsync(Identity(_cluster.Mint(Good)));
        _stage.Issuers.Conduct.Outage = false;
        await RefusedAsync("issuer-foreign", Identity(dead.Mint(Good)));

        _stage.Zts.Queries.Conduct.Outage = true;
        await UndecidedAsync("access-pending", Identity(_foreign.Mint(Good with { ServiceAccount = "media.news.api" })) with { Domain = "media.news" });
        AssertNoSecretIsWritten();
    }

    private AgentIdentity Identity(string token)
    {
        _sent.Add(token);
        return new AgentIdentity
        {
            Form = AgentForm.CsiDriver,
            Provider = _stage.Provider,
            Domain = "media.sports",
            Service = "api",
            InstanceId = Good.PodUid!,
            DnsSuffix = _stage.Suffix,
            Namespace = Good.Namespace,
            Cloud = "aws",
            CalledFrom = "10.1.2.3",
            Token = token,
        };
    }

    private async Task GrantedAsync(AgentIdentity identity)
    {
        using var reply = await _agent.RegisterAsync(identity, Deadline);
        Assert.That(reply.Granted, Is.True, reply.Message);
    }

    private Task RefusedAsync(string code, ServiceAccountToken token) => RefusedAsync(code, Identity(_cluster.Mint(token)));

    private async Task RefusedAsync(string code, AgentIdentity identity)
    {
        using var reply = await _agent.RegisterAsync(identity, Deadline);
        Assert.That(reply.Granted, Is.False, code);
        Assert.That(reply.Message, Does.Contain($"denied: {code} "));
    }

    private async Task UndecidedAsync(string code, AgentIdentity identity)
    {
        using var reply = await _agent.RegisterAsync(identity, Deadline);
        Assert.That((reply.Granted, reply.Status), Is.EqualTo((false, HttpStatusCode.GatewayTimeout)), reply.Message);
        Assert.That(reply.Message, Does.Contain(code).And.Contain("fact-unavailable"));
    }

    private void AssertNoSecretIsWritten()
    {
        var logs = _stage.Logs;
        Assert.That(logs, Does.Contain("media.sports"));
        Assert.That(_sent.Where(token => token.Split('.')[2].Length > 0 && logs.Contains(token.Split('.')[2], StringComparison.Ordinal)), Is.Empty);
    }
}
