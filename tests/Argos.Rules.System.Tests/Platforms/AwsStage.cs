using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Athenz;
using Argos.Rules.TestKit.Athenz.Agents;
using Argos.Rules.TestKit.Aws;
using Argos.Rules.TestKit.Certificates;
using Argos.Rules.TestKit.Processes;
using Argos.Rules.TestKit.Sources;

namespace Argos.Rules.System.Tests.Platforms;

/// <summary>
/// One provider of AWS: engine and mgmt as two processes with the ConfigMaps that are shipped, a ZTS that calls the engine, and
/// STS, IAM and issuers over TLS under their own names, as services that verify signatures. The engine finds them as behind a private
/// endpoint. The certificates of the shipped component are replaced by the test's own.
/// </summary>
internal sealed class AwsStage : IAsyncDisposable
{
    public const string Account = "123456789012";
    public const string ForeignAccount = "999999999999";
    public const string Region = "us-west-2";

    /// <summary>The audience that tokens are asked for: ZTS.</summary>
    public const string Audience = "https://zts.example.com";

    /// <summary>The organization whose web identity tokens are taken.</summary>
    public const string Organization = "o-exampleorg1";

    /// <summary>Where the tokens of EKS clusters of the region come from; the cluster's id follows.</summary>
    public const string EksIssuers = $"https://{EksHost}/id/";

    /// <summary>The issuer of an account's web identity tokens.</summary>
    public const string WebIdentityIssuer = $"https://{WebIdentityHost}";

    /// <summary>The role of the service.</summary>
    public const string ServiceRole = $"arn:aws:iam::{Account}:role/media.sports.api";

    private const string EksHost = $"oidc.eks.{Region}.amazonaws.com";
    private const string WebIdentityHost = "3f1c5a52-0000-4000-8000-000000000001.tokens.sts.global.api.aws";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly TestAuthority _authority = new("Athenz development CA");
    private readonly TestAuthority _amazon = new("Amazon development CA");
    private readonly string _folder;
    private IssuedCertificate? _awsServer;
    private MgmtProcess _mgmt = null!;
    private bool _oldZts;
    private string[] _more = [];

    private AwsStage(string folder, string platform) => (_folder, Platform) = (folder, platform);

    public string Platform { get; }

    public string Provider => Platform == "ec2" ? $"athenz.aws.{Region}" : $"athenz.aws-{Platform}.{Region}";

    public string Suffix => $"{Region}.{Platform}.athenz.cloud";

    public InstanceSigner Signer { get; } = new();

    public FakeAws Aws { get; private set; } = null!;

    public FakeCloudIssuers Issuers { get; private set; } = null!;

    public EngineProcess Engine { get; private set; } = null!;

    public FakeZts Zts { get; private set; } = null!;

    public string Logs => $"{Engine.Process.Log}{_mgmt.Process.Log}{Audit}";

    /// <summary>The secret key of the engine's own AWS credentials.</summary>
    public string EngineSecret { get; private set; } = "";

    /// <summary>The audit file; the engine still writes it.</summary>
    public string Audit
    {
        get
        {
            using var stream = new FileStream(Engine.Settings.AuditFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
    }

    /// <summary>Starts everything and waits until the engine decides.</summary>
    /// <param name="folder">An empty folder.</param>
    /// <param name="platform"><c>ec2</c> for provider <c>athenz.aws.us-west-2</c>, <c>ecs</c> for <c>athenz.aws-ecs.us-west-2</c>, and so on.</param>
    /// <param name="cancellation">Gives up; what was started is stopped.</param>
    /// <param name="oldZts">Whether ZTS is older than 1.8.54.</param>
    /// <param name="more">More settings of the engine.</param>
    public static async Task<AwsStage> StartAsync(string folder, string platform, CancellationToken cancellation, bool oldZts = false, params string[] more)
    {
        var stage = new AwsStage(folder, platform) { _oldZts = oldZts, _more = more };
        try
        {
            await stage.StartAsync(cancellation);
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>The workload: it runs with a role of its own, which may assume that of the service.</summary>
    /// <param name="ownRole">The name of its own role.</param>
    public AwsCaller Workload(string ownRole = "media.sports.api-service")
    {
        Aws.AddRole(ServiceRole, $"arn:aws:iam::{Account}:role/{ownRole}");
        return new AwsCaller(Aws, Region, Aws.Issue($"arn:aws:sts::{Account}:assumed-role/{ownRole}/i-0123456789abcdef0"), _amazon);
    }

    /// <summary>The credentials of a session of a role, without asking for them.</summary>
    public (string AccessKeyId, string SecretKey, string SessionToken) Assume(string role, string account = Account) =>
        Aws.Issue($"arn:aws:sts::{account}:assumed-role/{role}/{role}");

    /// <summary>What an agent asks for.</summary>
    public AgentIdentity Identity(string instanceId, JsonObject attestation) => new()
    {
        Provider = Provider,
        Domain = "media.sports",
        Service = "api",
        InstanceId = instanceId,
        DnsSuffix = Suffix,
        Token = attestation.ToJsonString(),
        // As agents are configured by default since 1.11.34.
        TrustDomain = "athenz.io",
        Form = Platform switch { "ec2" => AgentForm.Ec2, "lambda" => AgentForm.Lambda, _ => AgentForm.Container },
    };

    public async ValueTask DisposeAsync()
    {
        if (Zts is not null) await Zts.DisposeAsync();
        if (_mgmt is not null) await _mgmt.DisposeAsync();
        if (Engine is not null) await Engine.DisposeAsync();
        if (Aws is not null) await Aws.DisposeAsync();
        if (Issuers is not null) await Issuers.DisposeAsync();
        _awsServer?.Dispose();
        Signer.Dispose();
        _authority.Dispose();
        _amazon.Dispose();
    }

    private async Task StartAsync(CancellationToken cancellation)
    {
        var manifests = await WriteManifestsAsync(cancellation);
        _awsServer = _amazon.Hosts([$"sts.{Region}.amazonaws.com", "iam.amazonaws.com"]);
        Aws = await FakeAws.StartAsync(cancellation, _awsServer);
        Issuers = await FakeCloudIssuers.StartAsync(_amazon, [EksHost, WebIdentityHost], cancellation);
        var certificates = Path.Combine(_folder, "certificates");
        using var provider = _authority.Provider(Provider);
        var server = provider.WriteTo(certificates, "provider");
        var athenz = _authority.WriteTo(certificates);
        var port = FreePort.Next();
        Zts = await FakeZts.StartAsync(new ZtsOptions
        {
            Authority = _authority,
            IsBefore1854 = _oldZts,
            Providers = [new ZtsProvider(Provider, $"https://127.0.0.1:{port}", [Suffix, "svc.cluster.local", "pod.cluster.local"])],
            Services = [new ZtsService("media.sports", "api", [Provider]) { AwsAccount = Account }, new ZtsService("media.news", "api", [Provider]) { AwsAccount = ForeignAccount }],
        }, cancellation);
        Engine = new EngineProcess(new EngineSettings
        {
            CertificateFile = server.Certificate,
            KeyFile = server.Key,
            ClientCaFile = athenz,
            WorkingDirectory = _folder,
            CallbackPort = port,
            More = [.. await FactSettingsAsync(certificates, cancellation), $"Facts:ZtsUrl={new Uri(Zts.Url, "/zts/v1")}", $"Facts:ZtsCaFile={athenz}", .. _more],
        });
        _mgmt = new MgmtProcess(new MgmtSettings { Engine = Engine.Management, WorkingDirectory = _folder, Directory = manifests });
        Engine.Start();
        _mgmt.Start();
        await Engine.WaitReadyAsync(Patience, cancellation);
    }

    private async Task<string[]> FactSettingsAsync(string folder, CancellationToken cancellation)
    {
        var (id, secret, token) = Aws.Issue($"arn:aws:sts::{Account}:assumed-role/argos-rules/engine");
        EngineSecret = secret;
        var own = Path.Combine(folder, "aws.json");
        await File.WriteAllTextAsync(own, new JsonObject { ["accessKeyId"] = id, ["secretAccessKey"] = secret, ["sessionToken"] = token }.ToJsonString(), cancellation);
        return
        [
            $"Facts:AwsRegions:0={Region}", $"Facts:AwsCredentialsFile={own}", $"Facts:OidcHosts:0={EksHost}", "Facts:OidcHosts:1=*.tokens.sts.global.api.aws",
            $"Facts:HostAddresses:0=sts.{Region}.amazonaws.com={Aws.Url.Authority}", $"Facts:HostAddresses:1=iam.amazonaws.com={Aws.Url.Authority}",
            $"Facts:HostAddresses:2={EksHost}={Issuers.Address}", $"Facts:HostAddresses:3={WebIdentityHost}={Issuers.Address}",
            $"Facts:CaFile={_amazon.WriteTo(folder, "amazon")}", "Logging:Level=Debug",
        ];
    }

    private async Task<string> WriteManifestsAsync(CancellationToken cancellation)
    {
        var manifests = Directory.CreateDirectory(Path.Combine(_folder, "manifests")).FullName;
        File.Copy(Path.Combine(BuiltOutput.Root, "k8s", "components", "aws", $"aws-{(Platform == "ecs" ? "fargate" : Platform)}.yaml"), Path.Combine(manifests, "policy.yaml"));
        var settings = new JsonObject
        {
            ["dnsSuffixes"] = new JsonArray(Suffix),
            ["spiffeTrustDomains"] = new JsonArray("athenz.io"),
            ["webIdentity"] = new JsonObject { ["audience"] = Audience, ["allowedOrgIds"] = new JsonArray(Organization) },
        };
        // What a policy does not declare is refused, and only on EKS is there a namespace to tie to a domain.
        if (Platform == "eks")
        {
            settings["eksDnsSuffixes"] = new JsonArray("svc.cluster.local", "pod.cluster.local");
            settings["domainMapping"] = new JsonObject { ["mode"] = "dash-to-dot" };
            settings["audience"] = Audience;
            settings["allowSpiffeOnly"] = true;
        }
        var pins = new JsonObject { [Region] = new JsonArray([.. Signer.Pems.Select(static p => (JsonNode)p)]) };
        await File.WriteAllTextAsync(Path.Combine(manifests, "settings.json"), Data("settings", $"providers/{Provider}", settings), cancellation);
        await File.WriteAllTextAsync(Path.Combine(manifests, "certificates.json"), Data("aws-public-certs", "aws/public-certs", pins), cancellation);
        return manifests;
    }

    private static string Data(string name, string path, JsonObject document) => new JsonObject
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ConfigMap",
        ["metadata"] = new JsonObject
        {
            ["name"] = name,
            ["namespace"] = "argos",
            ["labels"] = new JsonObject { ["argos.athenz.io/data"] = "json" },
            ["annotations"] = new JsonObject { ["argos.athenz.io/path"] = path },
        },
        ["data"] = new JsonObject { ["document.json"] = document.ToJsonString() },
    }.ToJsonString();
}
