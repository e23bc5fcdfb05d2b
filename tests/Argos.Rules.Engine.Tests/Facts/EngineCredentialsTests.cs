using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Text.Json;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Core.Facts;
using Argos.Rules.TestKit.Hosting;
using Argos.Rules.TestKit.Sources;
using Microsoft.AspNetCore.Http;

namespace Argos.Rules.Engine.Tests.Facts;

/// <summary>Where the engine has its own AWS credentials from, each as the platform serves them.</summary>
internal sealed class EngineCredentialsTests
{
    private const string Arn = "arn:aws:sts::210987654321:assumed-role/engine/s";
    private const string ContainerToken = "eyJ.token-of-the-pod.sig";
    private const string Session = "session-of-the-metadata-service";

    private readonly List<string> _paths = [];
    private FakeAws _aws = null!;
    private HttpHost _platform = null!;
    private (string AccessKeyId, string SecretKey, string SessionToken) _credentials;
    private string _file = null!;
    private string? _role = "engine";
    private bool _outage;

    [SetUp]
    public async Task SetUp()
    {
        _paths.Clear();
        (_role, _outage) = ("engine", false);
        _aws = await FakeAws.StartAsync(CancellationToken.None);
        _aws.Trust("123456789012", "arn:aws:iam::123456789012:oidc-provider/issuer.example.com");
        _credentials = _aws.Issue(Arn);
        _platform = await HttpHost.StartAsync(HandleAsync, null, 0, CancellationToken.None);
        _file = Path.GetTempFileName();
        await File.WriteAllTextAsync(_file, ContainerToken + "\n");
    }

    [TearDown]
    public async Task TearDown()
    {
        await _platform.DisposeAsync();
        await _aws.DisposeAsync();
        File.Delete(_file);
    }

    [Test]
    public async Task Container_gets_credentials_from_its_agent_with_its_token()
    {
        var decision = await DecideAsync(o => (o.AwsContainerCredentialsUrl, o.AwsContainerTokenFile) = ($"{_platform.Url}v1/credentials", _file));

        Assert.That(decision.Outcome, Is.EqualTo(DecisionOutcome.Allowed), Reported(decision));
        Assert.That(_paths, Is.EqualTo(new[] { "GET /v1/credentials" }));
    }

    [Test]
    public async Task Container_without_its_token_cannot_tell()
    {
        await File.WriteAllTextAsync(_file, "another token");
        var foreign = await DecideAsync(o => (o.AwsContainerCredentialsUrl, o.AwsContainerTokenFile) = ($"{_platform.Url}v1/credentials", _file));
        await File.WriteAllTextAsync(_file, "two\nlines");
        var broken = await DecideAsync(o => (o.AwsContainerCredentialsUrl, o.AwsContainerTokenFile) = ($"{_platform.Url}v1/credentials", _file));
        var missing = await DecideAsync(o => (o.AwsContainerCredentialsUrl, o.AwsContainerTokenFile) = ($"{_platform.Url}v1/credentials", _file + ".none"));

        Assert.That(new[] { foreign, broken, missing }.Select(static d => d.Outcome), Is.All.EqualTo(DecisionOutcome.Undecided));
        Assert.That(_paths, Has.Count.EqualTo(1), "without a token nobody is asked");
        Assert.That(_aws.Actions, Is.Empty);
    }

    [Test]
    public async Task Instance_gets_credentials_of_its_role_with_a_session()
    {
        var decision = await DecideAsync(o => o.AwsMetadataUrl = _platform.Url.ToString());

        Assert.That(decision.Outcome, Is.EqualTo(DecisionOutcome.Allowed), Reported(decision));
        Assert.That(_paths, Is.EqualTo(new[] { "PUT /latest/api/token", "GET /latest/meta-data/iam/security-credentials/", "GET /latest/meta-data/iam/security-credentials/engine" }));
    }

    [TestCase("")]
    [TestCase("../../user-data")]
    [TestCase("a b")]
    public async Task Instance_without_a_role_cannot_tell(string role)
    {
        _role = role;
        var decision = await DecideAsync(o => o.AwsMetadataUrl = _platform.Url.ToString());

        Assert.That(decision.Outcome, Is.EqualTo(DecisionOutcome.Undecided));
        Assert.That(_paths, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Platform_that_is_down_is_cannot_tell_and_no_refusal()
    {
        _outage = true;

        Assert.That((await DecideAsync(o => o.AwsMetadataUrl = _platform.Url.ToString())).Outcome, Is.EqualTo(DecisionOutcome.Undecided));
        Assert.That((await DecideAsync(o => o.AwsContainerCredentialsUrl = _platform.Url.ToString())).Outcome, Is.EqualTo(DecisionOutcome.Undecided));
    }

    [Test]
    public async Task Service_account_gets_credentials_by_its_web_identity_token()
    {
        _aws.WebIdentityTokens.Add(ContainerToken);

        var decision = await DecideAsync(o => (o.AwsRoleArn, o.AwsWebIdentityTokenFile) = ("arn:aws:iam::210987654321:role/engine", _file));

        Assert.That(decision.Outcome, Is.EqualTo(DecisionOutcome.Allowed), Reported(decision));
        Assert.That(_aws.Actions, Is.EqualTo(new[] { "AssumeRoleWithWebIdentity", "AssumeRole", "ListOpenIDConnectProviders" }));
    }

    [TestCase("http://169.254.170.23/v1/credentials", true)]
    [TestCase("http://[fd00:ec2::23]/v1/credentials", true)]
    [TestCase("http://169.254.170.2/v2/credentials/1", true)]
    [TestCase("https://credentials.example.com/", true)]
    [TestCase("http://169.254.169.254/latest", false)]
    [TestCase("http://169.254.170.23:8080/", false)]
    [TestCase("http://127.0.0.1/", false)]
    [TestCase("http://credentials.example.com/", false)]
    [TestCase("http://169.254.170.23@evil.example/", false)]
    [TestCase("169.254.170.23", false)]
    public void Container_agent_is_one_of_a_few_places(string url, bool good) => Assert.That(Problems(new FactsOptions { AwsContainerCredentialsUrl = url }), Has.Length.EqualTo(good ? 0 : 1));

    [TestCase("http://169.254.169.254", true)]
    [TestCase("http://169.254.169.254/", true)]
    [TestCase("http://[fd00:ec2::254]", true)]
    [TestCase("http://169.254.170.2", false)]
    [TestCase("http://10.0.0.1", false)]
    [TestCase("ftp://169.254.169.254", false)]
    public void Metadata_service_is_one_of_two_places(string url, bool good) => Assert.That(Problems(new FactsOptions { AwsMetadataUrl = url }), Has.Length.EqualTo(good ? 0 : 1));

    [Test]
    public void More_than_one_source_is_told_at_start()
    {
        Assert.That(Problems(new FactsOptions { AwsMetadataUrl = "http://169.254.169.254", AwsCredentialsFile = "/a.json" }), Has.One.Contains("come from one source"));
        Assert.That(Problems(new FactsOptions { AwsContainerTokenFile = "/token" }), Is.EqualTo(new[] { "needs `AwsContainerCredentialsUrl`" }));
    }

    private static string[] Problems(FactsOptions options) => [.. options.Validate(new ValidationContext(options)).Select(static p => p.ErrorMessage!)];

    private static string Reported(Decision decision) =>
        string.Join(' ', decision.Policies.Select(static p => p.Detail).Concat(decision.Facts.Select(static f => f.Problem)));

    private async Task<Decision> DecideAsync(Action<FactsOptions> change)
    {
        var options = new FactsOptions { AwsRegions = ["us-west-2"], AwsStsUrl = _aws.Url.ToString(), AwsIamUrl = _aws.Url.ToString(), AllowLoopbackHttp = true };
        change(options);
        Assert.That(Problems(options), Is.Empty);
        using var bench = new FactBench(options);
        bench.Policy(static c => c.Aws.OidcProviders("123456789012") is var providers && providers.Pending ? c.Wait(providers, "iam-pending") : providers.Contains("arn:aws:iam::123456789012:oidc-provider/issuer.example.com") ? c.Allow() : c.Deny("provider-foreign", providers.Problem));
        var decision = await bench.DecideAsync(null);
        Assert.That(bench.Logs.Text, Does.Not.Contain(ContainerToken).And.Not.Contain(Session).And.Not.Contain(_credentials.SecretKey).And.Not.Contain(_credentials.SessionToken));
        return decision;
    }

    private async Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        _paths.Add($"{context.Request.Method} {path}");
        var hasSession = context.Request.Headers["X-aws-ec2-metadata-token"] == Session;
        var credentials = JsonSerializer.Serialize(new { Code = "Success", _credentials.AccessKeyId, SecretAccessKey = _credentials.SecretKey, Token = _credentials.SessionToken, Expiration = "2030-01-01T00:00:00Z" });
        var answer = (context.Request.Method, path) switch
        {
            ("GET", "/v1/credentials") when context.Request.Headers.Authorization == ContainerToken => credentials,
            ("PUT", "/latest/api/token") when context.Request.Headers["X-aws-ec2-metadata-token-ttl-seconds"] == "60" => Session,
            ("GET", "/latest/meta-data/iam/security-credentials/") when hasSession => _role,
            ("GET", "/latest/meta-data/iam/security-credentials/engine") when hasSession => credentials,
            _ => null,
        };
        context.Response.StatusCode = _outage ? 503 : answer is null ? (int)HttpStatusCode.Unauthorized : 200;
        if (answer is not null && !_outage) await context.Response.WriteAsync(answer);
    }
}
