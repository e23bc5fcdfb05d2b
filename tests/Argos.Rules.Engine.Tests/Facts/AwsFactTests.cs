using System.Text.Json;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Core.Facts;
using Argos.Rules.Core.Facts.Aws;
using Argos.Rules.Language;
using Argos.Rules.TestKit.Sources;

namespace Argos.Rules.Engine.Tests.Facts;

internal sealed class AwsFactTests
{
    private const string Arn = "arn:aws:sts::123456789012:assumed-role/media.sports.api/i-1";

    private static readonly Func<PolicyContext, Outcome> Caller = static c =>
    {
        var caller = c.Aws.CallerIdentity();
        if (caller.Pending) return c.Wait(caller, "sts-pending");
        if (caller.Problem is { } no) return c.Deny("caller-refused", no);
        return caller is { Account: "123456789012", Role: "media.sports.api", Session: "i-1" } ? c.Allow() : c.Deny("caller-foreign", caller.Arn);
    };

    private FakeAws _aws = null!;
    private FactBench _bench = null!;

    [SetUp]
    public async Task SetUp()
    {
        _aws = await FakeAws.StartAsync(CancellationToken.None);
        _bench = new FactBench(Options());
        _bench.Policy(Caller);
    }

    [TearDown]
    public async Task TearDown()
    {
        _bench.Dispose();
        await _aws.DisposeAsync();
    }

    [Test]
    public async Task Caller_identity_is_asked_once_and_remembered()
    {
        var attestation = FactBench.Aws(_aws.Issue(Arn));

        var first = await _bench.DecideAsync(attestation);
        var second = await _bench.DecideAsync(attestation);

        Assert.That((first.Outcome, second.Outcome), Is.EqualTo((DecisionOutcome.Allowed, DecisionOutcome.Allowed)), string.Join(' ', first.Codes));
        Assert.That(_aws.Conduct.Requests, Is.EqualTo(1));
        Assert.That(first.Facts.Single().State, Is.EqualTo("known"));
        Assert.That(_bench.Metrics, Does.Contain("argos_fact_requests_total{kind=\"aws/caller-identity\",outcome=\"known\"} 1").And.Contain("argos_fact_cache_hits_total{kind=\"aws/caller-identity\"} 1"));
    }

    [Test]
    public async Task Policy_that_does_not_ask_whether_a_fact_is_known_grants_nothing_before()
    {
        _bench.Policy(static c => c.Aws.CallerIdentity().Session == "i-2" ? c.Deny("barred") : c.Allow());

        var barred = await _bench.DecideAsync(FactBench.Aws(_aws.Issue(Arn[..^1] + "2")));
        var other = await _bench.DecideAsync(FactBench.Aws(_aws.Issue(Arn)));

        Assert.That((barred.Outcome, string.Join(' ', barred.Codes)), Is.EqualTo((DecisionOutcome.Denied, "barred")));
        Assert.That(other.Outcome, Is.EqualTo(DecisionOutcome.Allowed));
    }

    [Test]
    public async Task Policy_that_does_not_ask_whether_a_fact_is_known_grants_nothing_without_its_source()
    {
        _bench.Policy(static c => c.Aws.CallerIdentity().Session == "i-2" ? c.Deny("barred") : c.Allow());
        var attestation = FactBench.Aws(_aws.Issue(Arn));
        await _aws.DisposeAsync();

        var decision = await _bench.DecideAsync(attestation);

        Assert.That((decision.Outcome, string.Join(' ', decision.Codes)), Is.EqualTo((DecisionOutcome.Undecided, "fact-pending fact-unavailable")));
    }

    [Test]
    public async Task Credentials_with_another_secret_are_another_question()
    {
        var good = _aws.Issue(Arn);
        await _bench.DecideAsync(FactBench.Aws(good));

        var forged = await _bench.DecideAsync(FactBench.Aws(good with { SecretKey = "guessed" }));

        Assert.That(forged.Codes, Is.EqualTo(new[] { "caller-refused" }));
        Assert.That(forged.Policies[0].Detail, Does.Contain("SignatureDoesNotMatch"));
    }

    [TestCase(-16, "from", "2026-01-01T00:01:00Z")]
    [TestCase(6, "until", "2025-12-31T23:59:00Z")]
    public async Task Engine_whose_own_clock_is_wrong_cannot_tell_and_logs_why(int minutes, string order, string limit)
    {
        _aws.Now = _bench.Time.Now.AddMinutes(-minutes);

        var decision = await _bench.DecideAsync(FactBench.Aws(_aws.Issue(Arn)));

        Assert.That((decision.Outcome, string.Join(' ', decision.Codes)), Is.EqualTo((DecisionOutcome.Undecided, "fact-unavailable sts-pending")));
        Assert.That(_bench.Logs.Text, Does.Contain($"the engine's clock is wrong: it signed at 2026-01-01T00:00:00Z, and AWS takes times {order} {limit}"));
    }

    [TestCase("SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided.", "SignatureDoesNotMatch")]
    [TestCase("SignatureDoesNotMatch", "the token was: Signature expired: 20260301T114400Z is now earlier than 20260301T114500Z", "SignatureDoesNotMatch")]
    [TestCase("AccessDenied", "", "AccessDenied")]
    public void Refusal_of_anything_but_the_time_stays_a_refusal(string code, string message, string said)
    {
        var body = System.Text.Encoding.UTF8.GetBytes($"<E><Error><Code>{code}</Code><Message>{message}</Message></Error></E>");

        var (answer, refusal) = AwsResponse.Read(System.Net.HttpStatusCode.Forbidden, body, "STS");

        Assert.That((answer, refusal), Is.EqualTo(((AwsResponse?)null, $"STS said no: {said}")));
    }

    [Test]
    public async Task Source_that_is_down_is_cannot_tell_and_never_a_refusal()
    {
        _aws.Conduct.Outage = true;

        var decision = await _bench.DecideAsync(FactBench.Aws(_aws.Issue(Arn)));

        Assert.That(decision.Outcome, Is.EqualTo(DecisionOutcome.Undecided));
        Assert.That(decision.Codes, Is.EqualTo(new[] { "fact-unavailable", "sts-pending" }));
        Assert.That(decision.Facts.Single().State, Is.EqualTo("unreachable"));
    }

    [Test]
    public async Task Breaker_leaves_a_failing_source_alone_and_tries_it_again()
    {
        _aws.Conduct.Outage = true;
        for (var i = 0; i < 20; i++) await _bench.DecideAsync(FactBench.Aws(_aws.Issue(Arn)));
        var whileDown = _aws.Conduct.Requests;
        _aws.Conduct.Outage = false;

        var tooEarly = await _bench.DecideAsync(FactBench.Aws(_aws.Issue(Arn)));
        Assert.That(_bench.Metrics, Does.Contain("argos_fact_breakers_open{kind=\"aws/caller-identity\"} 1"));
        _bench.Time.Advance(TimeSpan.FromSeconds(11));
        var later = await _bench.DecideAsync(FactBench.Aws(_aws.Issue(Arn)));

        Assert.That(whileDown, Is.EqualTo(5));
        Assert.That((tooEarly.Outcome, later.Outcome), Is.EqualTo((DecisionOutcome.Undecided, DecisionOutcome.Allowed)));
        Assert.That(_bench.Metrics, Does.Contain("argos_fact_breakers_open{kind=\"aws/caller-identity\"} 0"));
    }

    [Test]
    public async Task Slow_source_is_asked_once_for_all_who_wait()
    {
        var attestation = FactBench.Aws(_aws.Issue(Arn));
        _aws.Conduct.Hold();
        var waiting = Enumerable.Range(0, 20).Select(_ => _bench.DecideAsync(attestation)).ToArray();
        await _aws.Conduct.ReachedAsync(1, CancellationToken.None);

        _aws.Conduct.Release();
        var decisions = await Task.WhenAll(waiting);

        Assert.That(decisions.Select(static d => d.Outcome), Is.All.EqualTo(DecisionOutcome.Allowed));
        Assert.That(_aws.Conduct.Requests, Is.EqualTo(1));
    }

    [Test]
    public async Task Source_that_does_not_answer_in_time_is_cannot_tell()
    {
        _aws.Conduct.Hold();
        var waiting = _bench.DecideAsync(FactBench.Aws(_aws.Issue(Arn)));
        await _aws.Conduct.ReachedAsync(1, CancellationToken.None);

        _bench.Time.Advance(TimeSpan.FromSeconds(2.5));
        var decision = await waiting;

        Assert.That(decision.Codes, Is.EqualTo(new[] { "fact-unavailable", "sts-pending" }));
        Assert.That(decision.Facts.Single().Problem, Does.Contain("in time"));
    }

    [Test]
    public async Task Facts_of_several_policies_are_fetched_side_by_side()
    {
        var credentials = _aws.Issue("arn:aws:sts::210987654321:assumed-role/engine/s");
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new { accessKeyId = credentials.AccessKeyId, secretAccessKey = credentials.SecretKey, sessionToken = credentials.SessionToken }));
        using var bench = new FactBench(Options(o => o.AwsCredentialsFile = file));
        _aws.Trust("123456789012", "arn:aws:iam::123456789012:oidc-provider/issuer.example.com");
        bench.Policy(Caller);
        bench.Policy(static c => c.Aws.OidcProviders("123456789012") is var providers && providers.Pending ? c.Wait(providers, "iam-pending") : providers.Contains("arn:aws:iam::123456789012:oidc-provider/issuer.example.com") ? c.Allow() : c.Deny("provider-foreign", providers.Problem), "second");
        _aws.Conduct.Hold();

        var waiting = bench.DecideAsync(FactBench.Aws(_aws.Issue(Arn)));
        await _aws.Conduct.ReachedAsync(2, CancellationToken.None);
        _aws.Conduct.Release();
        var decision = await waiting;
        File.Delete(file);

        Assert.That(decision.Outcome, Is.EqualTo(DecisionOutcome.Allowed), string.Join(' ', decision.Policies.Select(static p => p.Detail)));
        Assert.That(_aws.Actions, Is.EquivalentTo(new[] { "GetCallerIdentity", "AssumeRole", "ListOpenIDConnectProviders" }));
    }

    [Test]
    public async Task Account_that_does_not_let_the_engine_in_is_a_refusal()
    {
        var token = Path.GetTempFileName();
        await File.WriteAllTextAsync(token, "web-identity-token-of-the-engine");
        _aws.WebIdentityTokens.Add("web-identity-token-of-the-engine");
        using var bench = new FactBench(Options(o => (o.AwsRoleArn, o.AwsWebIdentityTokenFile) = ("arn:aws:iam::210987654321:role/engine", token)));
        bench.Policy(static c => c.Aws.OidcProviders("123456789012") is var providers && providers.Pending ? c.Wait(providers, "iam-pending") : c.Deny("provider-foreign", providers.Problem));

        var refused = await bench.DecideAsync(null);
        File.Delete(token);
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        var withoutToken = await bench.DecideAsync(null);

        Assert.That(refused.Policies[0].Detail, Does.Contain("AccessDenied"));
        Assert.That(withoutToken.Outcome, Is.EqualTo(DecisionOutcome.Undecided));
    }

    [Test]
    public async Task Region_that_is_not_allowed_is_not_asked()
    {
        using var bench = new FactBench(Options(o => o.AwsRegions = ["eu-west-1"]));
        bench.Policy(Caller);

        var decision = await bench.DecideAsync(FactBench.Aws(_aws.Issue(Arn)));

        Assert.That(decision.Codes, Is.EqualTo(new[] { "caller-refused" }));
        Assert.That(_aws.Conduct.Requests, Is.Zero);
    }

    [Test]
    public async Task Policy_that_denies_anyway_costs_no_question()
    {
        _bench.Policy(static c => c.Deny("no"), "another");

        var decision = await _bench.DecideAsync(FactBench.Aws(_aws.Issue(Arn)));

        Assert.That(decision.Codes, Is.EqualTo(new[] { "no" }));
        Assert.That(_aws.Conduct.Requests, Is.Zero);
    }

    [Test]
    public async Task Secrets_are_in_no_log_metric_or_decision()
    {
        var credentials = _aws.Issue(Arn);
        var all = new List<Decision> { await _bench.DecideAsync(FactBench.Aws(credentials)) };
        _aws.Revoke(credentials.AccessKeyId);
        _bench.Time.Advance(TimeSpan.FromHours(1));
        all.Add(await _bench.DecideAsync(FactBench.Aws(credentials)));
        _aws.Conduct.Outage = true;
        _bench.Time.Advance(TimeSpan.FromHours(1));
        all.Add(await _bench.DecideAsync(FactBench.Aws(credentials)));
        var seen = JsonSerializer.Serialize(all) + _bench.Logs.Text + _bench.Metrics;

        Assert.That(all.Select(static d => d.Outcome), Is.EqualTo(new[] { DecisionOutcome.Allowed, DecisionOutcome.Denied, DecisionOutcome.Undecided }));
        Assert.That(_bench.Logs.Text, Does.Contain("aws/caller-identity"));
        Assert.That(seen, Does.Not.Contain(credentials.SecretKey).And.Not.Contain(credentials.SessionToken));
    }

    /// <summary>The example that AWS publishes for Signature Version 4 (a POST of <c>Param1=value1</c>, test suite `post-x-www-form-urlencoded`).</summary>
    [Test]
    public void Signature_is_that_of_the_published_example()
    {
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["content-type"] = "application/x-www-form-urlencoded",
            ["host"] = "example.amazonaws.com",
            ["x-amz-date"] = "20150830T123600Z",
        };

        var header = AwsSignature.Authorization(headers, "/", "Param1=value1", new AwsCredentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", ""), ("us-east-1", "service"));

        Assert.That(header, Is.EqualTo("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"));
    }

    [TestCase("us-west-2", "sts.us-west-2.amazonaws.com")]
    [TestCase("cn-north-1", "sts.cn-north-1.amazonaws.com.cn")]
    [TestCase("us-gov-west-1", "sts.us-gov-west-1.amazonaws.com")]
    public void Sts_has_an_address_in_each_partition(string region, string host)
    {
        using var http = new Core.Facts.Fetching.FactHttp();

        Assert.That(new AwsClient(http, new FactsOptions(), TimeProvider.System).StsHost(region), Is.EqualTo(host));
    }

    private FactsOptions Options(Action<FactsOptions>? change = null)
    {
        var options = new FactsOptions { AwsRegions = ["us-west-2"], AwsStsUrl = _aws.Url.ToString(), AwsIamUrl = _aws.Url.ToString(), AllowLoopbackHttp = true };
        change?.Invoke(options);
        return options;
    }
}
