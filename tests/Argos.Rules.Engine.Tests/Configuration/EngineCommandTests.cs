using System.Collections;
using Argos.Rules.Engine.Configuration;
using Argos.Rules.TestKit.Certificates;

namespace Argos.Rules.Engine.Tests.Configuration;

internal sealed class EngineCommandTests
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private DirectoryInfo _folder = null!;

    [SetUp]
    public void Prepare()
    {
        _folder = Directory.CreateTempSubdirectory("argos-validate-");
        _output.GetStringBuilder().Clear();
        _error.GetStringBuilder().Clear();
    }

    [TearDown]
    public void CleanUp() => _folder.Delete(recursive: true);

    [Test]
    public async Task Help_lists_every_setting_with_its_default_its_meaning_and_its_variable()
    {
        var status = await RunAsync("--help");

        var help = _output.ToString();
        Assert.That(status, Is.Zero);
        Assert.That(help, Does.Contain(
            "--Callback:Listen  (default: [::]:4443)\n"
            + "      Address and port to listen on; `[::]` is every address of IPv6 and IPv4.\n"
            + "      environment: ARGOS_Callback__Listen\n"));
        foreach (var setting in EngineSettings.Sections.SelectMany(Setting.Of))
        {
            Assert.That(help, Does.Contain("--" + setting.Key + "  (default: "));
            Assert.That(help, Does.Contain("environment: " + setting.EnvironmentVariable + "\n"));
        }
    }

    [Test]
    public async Task Print_token_shows_the_token_and_nothing_else()
    {
        var file = Path.Combine(_folder.FullName, "token");
        var missing = await RunAsync("--print-token", "--Callback:CertificateFile=none", "--Callback:KeyFile=none", "--Callback:ClientCaFile=none", "--Callback:AllowedClients=z", $"--Management:TokenFile={file}");
        await File.WriteAllTextAsync(file, "secret\n");

        var shown = await RunAsync("--print-token", "--Callback:CertificateFile=none", "--Callback:KeyFile=none", "--Callback:ClientCaFile=none", "--Callback:AllowedClients=z", $"--Management:TokenFile={file}");

        Assert.That((missing, shown, _output.ToString().Trim()), Is.EqualTo((1, 0, "secret")));
        Assert.That(_error.ToString(), Does.Contain(file).And.Not.Contain("secret"));
    }

    [Test]
    public void Every_section_and_setting_is_documented()
    {
        var documentation = OptionsDocumentation.Load(EngineSettings.Sections);

        Assert.That(EngineSettings.Sections.Where(s => documentation.SummaryOf(s.Options).Length == 0), Is.Empty);
        Assert.That(EngineSettings.Sections.SelectMany(Setting.Of).Where(s => documentation.SummaryOf(s.Property).Length == 0), Is.Empty);
    }

    [Test]
    public async Task Version_is_shown()
    {
        Assert.That(await RunAsync("--version"), Is.Zero);
        Assert.That(_output.ToString(), Does.StartWith("argos-engine 0."));
    }

    [Test]
    public async Task Start_with_a_wrong_configuration_says_all_that_is_wrong_and_exits_2()
    {
        var status = await RunAsync("--Callback:Listen=4443", "--Audit:Files=many", "--verbose");

        Assert.That(status, Is.EqualTo(2));
        var error = _error.ToString();
        Assert.That(error, Does.Contain("`--verbose` is not a known flag"));
        Assert.That(error, Does.Contain("`Callback:Listen` is `4443`, not an IP address and a port"));
        Assert.That(error, Does.Contain("`Audit:Files` is `many`"));
        Assert.That(error, Does.Contain("`Callback:CertificateFile` is required (environment variable `ARGOS_Callback__CertificateFile`)"));
        Assert.That(error, Does.Contain("`Callback:AllowedClients` is empty, so nobody could call: add the common name"));
    }

    [Test]
    public async Task Validate_checks_the_certificates_too()
    {
        var folder = _folder.FullName;
        using var authority = new TestAuthority();
        using var server = authority.Provider("k8s.cluster1.identityd");
        var files = server.WriteTo(folder, "server");
        string[] args =
        [
            "--validate", "--Callback:AllowedClients=sys.auth.zts", "--Callback:CertificateFile=" + files.Certificate,
            "--Callback:KeyFile=" + files.Key, "--Callback:ClientCaFile=" + authority.WriteTo(folder),
        ];

        Assert.That(await RunAsync(args), Is.Zero);
        Assert.That(_output.ToString(), Does.Contain("the configuration is valid"));

        await File.WriteAllTextAsync(files.Key, "no key");

        Assert.That(await RunAsync(args), Is.EqualTo(2));
        Assert.That(_error.ToString(), Does.Contain("holds no private key of the certificate"));
    }

    [Test]
    public async Task Every_error_is_said_at_once_those_of_the_files_too()
    {
        var (wrong, root) = (Path.Combine(_folder.FullName, "wrong"), Path.Combine(_folder.FullName, "root"));
        await File.WriteAllTextAsync(wrong, "nothing");
        await File.WriteAllTextAsync(root, "nothing");

        var status = await RunAsync("--validate", "--Audit:Files=many", "--Callback:AllowedClients=z", "--Callback:CertificateFile=" + wrong, "--Callback:KeyFile=" + wrong, "--Callback:ClientCaFile=" + root);

        Assert.That(status, Is.EqualTo(2));
        var error = _error.ToString();
        Assert.That(error, Does.Contain("`Audit:Files` is `many`"));
        Assert.That(error, Does.Contain("holds no certificate in PEM"));
        Assert.That(error, Does.Contain("holds no self-signed root certificate in PEM"));
    }

    private Task<int> RunAsync(params string[] args) => EngineCommand.RunAsync(args, new Hashtable(), _output, _error);
}
