using System.Security.Cryptography.X509Certificates;
using System.Text;
using Argos.Rules.Cli.Terminals;
using Argos.Rules.Engine.Tests.Certificates;
using Argos.Rules.TestKit.Athenz.Services;

namespace Argos.Rules.Engine.Tests.Cli;

/// <summary>The flags of <c>argos cert</c> that zts-svccert has too: names, addresses, the life, and register tokens.</summary>
internal sealed class CertNamesCommandTests
{
    private const string SubjectAlternativeNames = "2.5.29.17";

    private ServiceFixture _zts = null!;
    private CliRun _cli = null!;

    [SetUp]
    public async Task PrepareAsync()
    {
        _zts = await ServiceFixture.StartAsync(static o => o with { Providers = [o.Providers[0] with { HostnameSuffixes = ["example.com"] }] });
        _cli = new CliRun();
    }

    [TearDown]
    public async Task CleanUpAsync()
    {
        _cli.Dispose();
        await _zts.DisposeAsync();
    }

    [Test]
    public async Task Address_and_host_name_are_in_the_certificate()
    {
        _zts.WriteToken();

        var exit = await CertificateAsync("--token-file", _zts.TokenFile, "--instance", "identityd-0", "--ip", "2001:db8::7", "--hostname", "host1.example.com");

        Assert.That(exit, Is.EqualTo(ExitCodes.Ok), _cli.Error);
        var names = Names();
        Assert.That(names.EnumerateIPAddresses().Select(static a => a.ToString()), Is.EqualTo(new[] { "2001:db8::7" }));
        Assert.That(Encoding.Latin1.GetString(names.RawData), Does.Contain("athenz://hostname/host1.example.com").And.Contain("athenz://instanceid/sys.auth.zts/identityd-0").And.Contain("spiffe://k8s.cluster1/sa/identityd"));
    }

    [Test]
    public async Task Without_spiffe_there_is_no_such_name()
    {
        var exit = await CertificateAsync("--private-key", _zts.ServiceKeyFile, "--key-version", "v0", "--spiffe", "false");

        Assert.That(exit, Is.EqualTo(ExitCodes.Ok), _cli.Error);
        Assert.That(Encoding.Latin1.GetString(Names().RawData), Does.Not.Contain("spiffe://"));
    }

    [Test]
    public async Task Life_is_what_is_wished()
    {
        var exit = await CertificateAsync("--private-key", _zts.ServiceKeyFile, "--key-version", "v0", "--expiry-time", "120");

        Assert.That(exit, Is.EqualTo(ExitCodes.Ok), _cli.Error);
        Assert.That(_zts.Pair.Read()!.NotAfter, Is.LessThan(_zts.Time.Now.AddHours(3)));
    }

    [Test]
    public async Task Register_token_is_asked_for_and_good_for_a_certificate()
    {
        var exit = await TokenAsync(ServiceFixture.Admin);

        Assert.That(exit, Is.EqualTo(ExitCodes.Ok), _cli.Error);
        var token = await File.ReadAllTextAsync(_zts.TokenFile);
        Assert.That(_cli.Output + _cli.Error, Does.Contain("`identityd-0`").And.Not.Contain(token));
        if (!OperatingSystem.IsWindows()) Assert.That(File.GetUnixFileMode(_zts.TokenFile), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.That(await CertificateAsync("--token-file", _zts.TokenFile, "--instance", "identityd-0"), Is.EqualTo(ExitCodes.Ok), _cli.Error);
    }

    [Test]
    public async Task Who_may_not_change_the_service_gets_no_token_and_the_old_one_stays()
    {
        await File.WriteAllTextAsync(_zts.TokenFile, "old");

        var exit = await TokenAsync("home.nobody");

        Assert.That(exit, Is.EqualTo(ExitCodes.Failed));
        Assert.That(_cli.Error, Does.StartWith("argos: ZTS answered 403: ").And.Contain("home.nobody"));
        Assert.That(await File.ReadAllTextAsync(_zts.TokenFile), Is.EqualTo("old"));
    }

    [Test]
    public async Task Certificate_of_who_asks_that_cannot_be_read_is_told()
    {
        var exit = await _cli.RunAsync([.. Token, "--svc-cert-file", _zts.ServiceKeyFile, "--svc-key-file", _zts.ServiceKeyFile]);

        Assert.That(exit, Is.EqualTo(ExitCodes.Failed));
        Assert.That(_cli.Error, Does.Contain("cannot be read as a certificate"));
    }

    [TestCase("--get-instance-register-token|--token-file|t|--svc-cert-file|c|--svc-key-file|k", "`--instance` is missing")]
    [TestCase("--get-instance-register-token|--instance|i|--svc-cert-file|c|--svc-key-file|k", "`--token-file` is missing")]
    [TestCase("--get-instance-register-token|--instance|i|--token-file|t|--svc-key-file|k", "`--svc-cert-file` is missing")]
    [TestCase("--get-instance-register-token|--instance|i|--token-file|t|--svc-cert-file|c|--svc-key-file|k|--ip|10.0.0.1", "`--ip` is not for `--get-instance-register-token`")]
    [TestCase("--token-file|t|--instance|i|--cert-file|a|--key-file|b", "`--dns-domain` is missing")]
    [TestCase("--token-file|t|--instance|i|--dns-domain|d|--key-file|b", "`--cert-file` is missing")]
    [TestCase("--token-file|t|--instance|i|--dns-domain|d|--cert-file|a|--key-file|b|--svc-key-file|k", "are for `--get-instance-register-token`")]
    [TestCase("--token-file|t|--instance|i|--dns-domain|d|--cert-file|a|--key-file|b|--ip|010.0.0.1", "`--ip` is `010.0.0.1`, not an IP address")]
    [TestCase("--token-file|t|--instance|i|--dns-domain|d|--cert-file|a|--key-file|b|--hostname|Host_1", "`--hostname` is `Host_1`")]
    [TestCase("--private-key|p|--key-version|v0|--dns-domain|d|--cert-file|a|--key-file|b|--hostname|host1", "with a register token only")]
    public async Task Wrong_usage_says_which_option(string arguments, string problem)
    {
        var exit = await _cli.RunAsync([.. Common, .. arguments.Split('|')]);

        Assert.That(exit, Is.EqualTo(ExitCodes.Usage), _cli.Error);
        Assert.That(_cli.Error, Does.Contain(problem));
    }

    private string[] Common => ["cert", "--zts", new Uri(_zts.Zts.Url, "/zts/v1").ToString(), "--domain", ServiceFixture.Domain, "--service", ServiceFixture.Service, "--cacert", Path.Combine(_zts.Folder, "ca.crt")];

    private string[] Token => [.. Common, "--get-instance-register-token", "--provider", RegisterTokens.ZtsProvider, "--instance", "identityd-0", "--token-file", _zts.TokenFile];

    private Task<int> CertificateAsync(params string[] more) =>
        _cli.RunAsync([.. Common, "--dns-domain", "zts.athenz.cloud", "--cert-file", _zts.CertificateFile, "--key-file", _zts.KeyFile, "--once", .. more]);

    private async Task<int> TokenAsync(string principal)
    {
        using var certificate = _zts.Authority.Client(principal);
        var files = certificate.WriteTo(_zts.Folder, "operator");
        return await _cli.RunAsync([.. Token, "--svc-cert-file", files.Certificate, "--svc-key-file", files.Key]);
    }

    private X509SubjectAlternativeNameExtension Names()
    {
        using var certificate = _zts.Pair.Read()!.Open();
        return new X509SubjectAlternativeNameExtension(certificate.Extensions[SubjectAlternativeNames]!.RawData);
    }
}
