using Argos.Rules.Cli;
using Argos.Rules.Cli.Terminals;
using Argos.Rules.Engine.Tests.Certificates;
using Argos.Rules.Enrollment;

namespace Argos.Rules.Engine.Tests.Cli;

internal sealed class CertCommandTests
{
    private ServiceFixture _zts = null!;
    private CliRun _cli = null!;

    [SetUp]
    public async Task PrepareAsync()
    {
        _zts = await ServiceFixture.StartAsync();
        _cli = new CliRun();
    }

    [TearDown]
    public async Task CleanUpAsync()
    {
        _cli.Dispose();
        await _zts.DisposeAsync();
    }

    [Test]
    public async Task Once_obtains_a_certificate_with_the_service_key()
    {
        var exit = await RunAsync("--private-key", _zts.ServiceKeyFile, "--key-version", "v0", "--once");

        Assert.That(exit, Is.EqualTo(ExitCodes.Ok), _cli.Error);
        Assert.That(_cli.Output, Does.StartWith("obtained `CN=k8s.cluster1.identityd`, serial "));
        Assert.That(_zts.Pair.Read()!.CommonName, Is.EqualTo(ServiceFixture.Identity));
    }

    [Test]
    public async Task Once_leaves_a_fresh_certificate_alone_unless_forced()
    {
        await RunAsync("--private-key", _zts.ServiceKeyFile, "--key-version", "v0", "--once");

        var again = await RunAsync("--private-key", _zts.ServiceKeyFile, "--key-version", "v0", "--once");
        var left = _cli.Output;
        var forced = await RunAsync("--private-key", _zts.ServiceKeyFile, "--key-version", "v0", "--once", "--force");

        Assert.That(new[] { again, forced }, Is.All.EqualTo(ExitCodes.Ok));
        Assert.That(left, Does.Contain("not due before"));
        Assert.That(_cli.Output, Does.StartWith("obtained "));
        Assert.That(_zts.Zts.PrincipalTokens, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Once_with_a_register_token_and_anew()
    {
        _zts.WriteToken();

        var first = await RunAsync("--token-file", _zts.TokenFile, "--instance", "identityd-0", "--once");
        var anew = await RunAsync("--token-file", _zts.TokenFile, "--instance", "identityd-0", "--once", "--register", "--key-kind", nameof(KeyKind.EcP256));

        Assert.That(new[] { first, anew }, Is.All.EqualTo(ExitCodes.Ok), _cli.Error);
        using var certificate = _zts.Pair.Read()!.Open();
        Assert.That(certificate.PublicKey.Oid.Value, Is.EqualTo("1.2.840.10045.2.1"));
    }

    [Test]
    public async Task Once_that_is_refused_fails_and_prints_no_secret()
    {
        var exit = await RunAsync("--private-key", _zts.ServiceKeyFile, "--key-version", "v7", "--once");

        Assert.That(exit, Is.EqualTo(ExitCodes.Failed));
        Assert.That(_cli.Error, Is.EqualTo("argos: ZTS answered 401: Invalid credentials: no public key\n"));
        Assert.That(Directory.Exists(Path.GetDirectoryName(_zts.CertificateFile)), Is.False);
    }

    [Test]
    public async Task Staying_obtains_and_ends_well_when_it_is_stopped()
    {
        using var stop = new CancellationTokenSource();
        using var output = new StringWriter();
        using var error = new StringWriter();
        string[] args = [.. Arguments, "--private-key", _zts.ServiceKeyFile, "--key-version", "v0"];
        var running = ArgosCommand.RunAsync(args, _cli.Terminal(output, error, stop.Token) with { Time = _zts.Time });

        await TestKit.Time.Eventually.HoldsAsync(() => output.ToString().Contains("next attempt at ", StringComparison.Ordinal), "a certificate", TimeSpan.FromSeconds(30), CancellationToken.None);
        await stop.CancelAsync();

        Assert.That(await running, Is.EqualTo(ExitCodes.Ok));
        Assert.That(output.ToString(), Does.Contain("obtained ").And.Contain("next attempt at ").And.Contain("stopped"));
    }

    [TestCase("--private-key|k", "`--key-version` is ``")]
    [TestCase("--token-file|t", "`--instance` is required")]
    [TestCase("--once", "`--private-key` or `--token-file` must be given")]
    [TestCase("--token-file|t|--instance|i|--force", "`--force` is for `--once`")]
    [TestCase("--token-file|t|--instance|i|--register", "`--register` is for `--once`")]
    [TestCase("--token-file|t|--instance|i|--ca-file|elsewhere/ca.crt", "one folder")]
    [TestCase("--token-file|t|--instance|i|--refresh-share|2", "--refresh-share")]
    public async Task Wrong_usage_says_which_option(string arguments, string problem)
    {
        var exit = await RunAsync(arguments.Split('|'));

        Assert.That(exit, Is.EqualTo(ExitCodes.Usage));
        Assert.That(_cli.Error, Does.Contain(problem));
    }

    [Test]
    public async Task Help_has_examples_and_exit_codes()
    {
        Assert.That(await _cli.RunAsync("cert", "--help"), Is.EqualTo(ExitCodes.Ok));
        Assert.That(_cli.Output, Does.Contain("Examples:").And.Contain("--token-file").And.Contain("Exit codes:"));
    }

    private string[] Arguments =>
    [
        "cert", "--zts", new Uri(_zts.Zts.Url, "/zts/v1").ToString(), "--domain", ServiceFixture.Domain, "--service", ServiceFixture.Service, "--dns-domain", "zts.athenz.cloud",
        "--cacert", Path.Combine(_zts.Folder, "ca.crt"), "--cert-file", _zts.CertificateFile, "--key-file", _zts.KeyFile,
    ];

    private Task<int> RunAsync(params string[] more) => _cli.RunAsync([.. Arguments, .. more]);
}
