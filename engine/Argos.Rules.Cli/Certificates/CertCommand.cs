using System.CommandLine;
using Argos.Rules.Cli.Help;
using Argos.Rules.Cli.Terminals;
using Argos.Rules.Enrollment;

namespace Argos.Rules.Cli.Certificates;

/// <summary>`argos cert`: obtains the certificate of an Athenz service from ZTS, and keeps it fresh.</summary>
internal sealed class CertCommand
{
    private readonly Option<string> _zts = new("--zts") { Description = "ZTS with its path, for example https://zts.example.com:4443/zts/v1.", Required = true };
    private readonly Option<string> _domain = new("--domain") { Description = "The Athenz domain.", Required = true };
    private readonly Option<string> _service = new("--service") { Description = "The Athenz service in it.", Required = true };
    private readonly Option<string?> _dnsDomain = new("--dns-domain") { Description = "The suffix of the DNS name service.domain-with-dashes.suffix." };
    private readonly Option<string?> _certFile = new("--cert-file") { Description = "Where the certificate and its intermediates go." };
    private readonly Option<string?> _keyFile = new("--key-file") { Description = "Where its private key goes, in the same folder; readable by its owner only." };
    private readonly Option<string?> _caFile = new("--ca-file") { Description = "Where the authorities that ZTS names go, in the same folder; not written when left out." };
    private readonly Option<string?> _privateKey = new("--private-key") { Description = "The registered service key (PEM)." };
    private readonly Option<string?> _keyVersion = new("--key-version") { Description = "The identifier that its public key is registered under." };
    private readonly Option<string> _header = new("--hdr") { Description = "The HTTP header for the signed token.", DefaultValueFactory = static _ => new CertificatesOptions().TokenHeader };
    private readonly Option<string?> _token = new("--token-file") { Description = "The file with an instance register token, instead of a service key; read again for each request." };
    private readonly Option<string> _provider = new("--provider") { Description = "The provider that launches the instance.", DefaultValueFactory = static _ => new CertificatesOptions().Provider };
    private readonly Option<string?> _instance = new("--instance") { Description = "The instance id; required with a register token." };
    private readonly Option<bool> _keepKey = new("--keep-key") { Description = "With a register token: keep the private key at a refresh. A service key is always kept." };
    private readonly Option<KeyKind> _keyKind = new("--key-kind") { Description = "The kind of a new private key.", DefaultValueFactory = static _ => KeyKind.Rsa2048 };
    private readonly Option<string?> _caCert = new("--cacert") { Description = "The roots that ZTS's server certificate must chain to; the machine's when left out." };
    private readonly Option<string?> _country = new("--subj-c") { Description = "Country of the subject." };
    private readonly Option<string?> _organization = new("--subj-o") { Description = "Organisation of the subject." };
    private readonly Option<string?> _unit = new("--subj-ou") { Description = "Organisational unit of the subject." };
    private readonly Option<string?> _ip = new("--ip") { Description = "An IP address in the certificate." };
    private readonly Option<string?> _hostname = new("--hostname") { Description = "With a register token: the host name of the instance, in the certificate and told to ZTS." };
    private readonly Option<bool> _spiffe = new("--spiffe") { Description = "Whether the certificate has a SPIFFE id: true or false.", DefaultValueFactory = static _ => true };
    private readonly Option<string?> _trustDomain = new("--spiffe-trust-domain") { Description = "For spiffe://trust-domain/ns/default/sa/domain.service instead of spiffe://domain/sa/service." };
    private readonly Option<int> _expiry = new("--expiry-time") { Description = "Wished life in minutes; 0: ZTS decides." };
    private readonly Option<bool> _getToken = new("--get-instance-register-token") { Description = "Ask for a register token of the instance instead of a certificate, as somebody who may change the service, and write it to --token-file." };
    private readonly Option<string?> _svcCert = new("--svc-cert-file") { Description = "With --get-instance-register-token: the certificate (PEM) of who asks." };
    private readonly Option<string?> _svcKey = new("--svc-key-file") { Description = "With --get-instance-register-token: its private key (PEM)." };
    private readonly Option<double> _share = new("--refresh-share") { Description = "Share of the life after which the next one is asked for.", DefaultValueFactory = static _ => new CertificatesOptions().RefreshShare };
    private readonly Option<bool> _once = new("--once") { Description = "Ask once if it is due, and stop; otherwise stay and keep it fresh." };
    private readonly Option<bool> _force = new("--force") { Description = "With --once: ask though it is not due." };
    private readonly Option<bool> _register =
        new("--register") { Description = "With --once and a register token: register again, though there is a certificate to refresh." };

    public static Command Create(Terminal terminal) => new CertCommand().Build(terminal);

    private ExampleCommand Build(Terminal terminal)
    {
        var command = new ExampleCommand(
            "cert",
            "Obtains the certificate of an Athenz service from ZTS, with a registered service key or an instance register token, and keeps it fresh. Key and certificate are replaced together; an answer that cannot be served replaces nothing. It prints no secret.",
            "argos cert --zts https://zts.example.com:4443/zts/v1 --domain k8s.cluster1 --service identityd --dns-domain athenz.cloud --private-key service.key --key-version v0 --cert-file tls/tls.crt --key-file tls/tls.key --once",
            "argos cert --zts https://zts.example.com:4443/zts/v1 --domain media.sports --service api --dns-domain zts.athenz.cloud --token-file token --instance host1 --cert-file tls/tls.crt --key-file tls/tls.key",
            "argos cert --get-instance-register-token --zts https://zts.example.com:4443/zts/v1 --domain media.sports --service api --instance host1 --svc-cert-file me.crt --svc-key-file me.key --token-file token")
        {
            _zts, _domain, _service, _dnsDomain, _certFile, _keyFile, _caFile, _privateKey, _keyVersion, _header, _token, _provider, _instance,
            _keepKey, _keyKind, _caCert, _country, _organization, _unit, _ip, _hostname, _spiffe, _trustDomain, _expiry, _getToken, _svcCert, _svcKey, _share, _once, _force, _register,
        };
        command.SetAction((parsed, cancellation) => RunAsync(parsed, terminal, cancellation));
        return command;
    }

    private Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        if (parsed.GetValue(_getToken)) return TokenAsync(parsed, terminal, cancellation);
        if (Given(parsed, _svcCert) || Given(parsed, _svcKey)) throw new UsageException("`--svc-cert-file` and `--svc-key-file` are for `--get-instance-register-token`");
        Require(parsed, _dnsDomain, _certFile, _keyFile);
        var options = Options(parsed, terminal);
        var (certificate, key) = (terminal.Absolute(parsed.GetValue(_certFile)!), terminal.Absolute(parsed.GetValue(_keyFile)!));
        if (CertificateFolder.Problem(certificate, key, options.CaFile) is { } problem) throw new UsageException(problem);
        if (parsed.GetValue(_register) && (options.WithServiceKey || !parsed.GetValue(_once))) throw new UsageException("`--register` is for `--once` with `--token-file`");
        if (parsed.GetValue(_force) && !parsed.GetValue(_once)) throw new UsageException("`--force` is for `--once`");
        var run = new CertRun(options, new CertificateFolder(certificate, key, options.CaFile), terminal);
        return parsed.GetValue(_once) ? run.OnceAsync(parsed.GetValue(_force), parsed.GetValue(_register), cancellation) : run.StayAsync(cancellation);
    }

    private Task<int> TokenAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        Require(parsed, _instance, _svcCert, _svcKey, _token);
        foreach (var option in new[] { _certFile, _keyFile, _privateKey, _keyVersion, _ip, _hostname })
        {
            if (Given(parsed, option)) throw new UsageException($"`{option.Name}` is not for `--get-instance-register-token`, which gives no certificate");
        }
        var options = Options(parsed, terminal);
        return new TokenRun(options, terminal).RunAsync(terminal.Absolute(parsed.GetValue(_svcCert)!), terminal.Absolute(parsed.GetValue(_svcKey)!), cancellation);
    }

    private static bool Given(ParseResult parsed, Option<string?> option) => !string.IsNullOrEmpty(parsed.GetValue(option));

    private static void Require(ParseResult parsed, params Option<string?>[] options)
    {
        if (options.FirstOrDefault(option => !Given(parsed, option)) is { } missing) throw new UsageException($"`{missing.Name}` is missing");
    }

    private CertificatesOptions Options(ParseResult parsed, Terminal terminal)
    {
        string PathOf(Option<string?> option) => parsed.GetValue(option) is { Length: > 0 } path ? terminal.Absolute(path) : "";
        string TextOf(Option<string?> option) => parsed.GetValue(option) ?? "";
        var options = new CertificatesOptions
        {
            ZtsUrl = parsed.GetRequiredValue(_zts),
            TrustFile = PathOf(_caCert),
            Domain = parsed.GetRequiredValue(_domain),
            Service = parsed.GetRequiredValue(_service),
            // A register token is for no name.
            DnsSuffix = parsed.GetValue(_getToken) ? "none" : TextOf(_dnsDomain),
            ServiceKeyFile = PathOf(_privateKey),
            KeyVersion = TextOf(_keyVersion),
            TokenHeader = parsed.GetRequiredValue(_header),
            TokenFile = PathOf(_token),
            Provider = parsed.GetRequiredValue(_provider),
            InstanceId = TextOf(_instance),
            KeepKey = parsed.GetValue(_keepKey),
            KeyKind = parsed.GetValue(_keyKind),
            SubjectCountry = TextOf(_country),
            SubjectOrganization = TextOf(_organization),
            SubjectUnit = TextOf(_unit),
            IpAddress = TextOf(_ip),
            Hostname = TextOf(_hostname),
            Spiffe = parsed.GetValue(_spiffe),
            SpiffeTrustDomain = TextOf(_trustDomain),
            CaFile = PathOf(_caFile),
            ExpiryMinutes = parsed.GetValue(_expiry),
            RefreshShare = parsed.GetValue(_share),
        };
        if (OptionProblems.Of(options) is { Count: > 0 } problems) throw new UsageException(string.Join("; ", problems));
        return options;
    }
}
