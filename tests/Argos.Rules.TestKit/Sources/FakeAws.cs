using System.Collections.Concurrent;
using System.Security.Cryptography;
using Argos.Rules.TestKit.Certificates;
using Argos.Rules.TestKit.Hosting;
using Microsoft.AspNetCore.Http;

namespace Argos.Rules.TestKit.Sources;

/// <summary>
/// STS and IAM as far as a provider and agents ask them, over HTTP: GetCallerIdentity, AssumeRole,
/// AssumeRoleWithWebIdentity, GetWebIdentityToken and
/// ListOpenIDConnectProviders. Signatures are verified as AWS does.
/// </summary>
public sealed class FakeAws : IAsyncDisposable
{
    private const string StsNamespace = "https://sts.amazonaws.com/doc/2011-06-15/";

    private readonly ConcurrentDictionary<string, (string Secret, string Token, string Arn)> _credentials = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _trust = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string[]> _providers = new(StringComparer.Ordinal);
    private HttpHost? _host;

    private FakeAws()
    {
    }

    /// <summary>Where both services are.</summary>
    public Uri Url => _host!.Url;

    /// <summary>Outages and slowness.</summary>
    public SourceConduct Conduct { get; } = new();

    /// <summary>The actions asked for, in order.</summary>
    public ConcurrentQueue<string> Actions { get; } = new();

    /// <summary>The web identity tokens that get credentials.</summary>
    public ConcurrentBag<string> WebIdentityTokens { get; } = [];

    /// <summary>Its clock: signatures of fifteen minutes before or five behind it are refused. Without one any time is taken.</summary>
    public DateTimeOffset? Now { get; set; }

    /// <summary>Starts to listen.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="server">The certificate it shows; plain HTTP without one. Not disposed here.</param>
    public static async Task<FakeAws> StartAsync(CancellationToken cancellationToken, IssuedCertificate? server = null)
    {
        var aws = new FakeAws();
        aws._host = await HttpHost.StartAsync(aws.HandleAsync, server is null ? null : tls => tls.ServerCertificate = server.Certificate, 0, cancellationToken);
        return aws;
    }

    /// <summary>Temporary credentials of a session.</summary>
    /// <param name="arn">Whose they are, for example <c>arn:aws:sts::123456789012:assumed-role/media.sports.api/i-1</c>.</param>
    public (string AccessKeyId, string SecretKey, string SessionToken) Issue(string arn)
    {
        var id = "ASIA" + RandomNumberGenerator.GetHexString(16);
        var made = (Secret: "secret-" + RandomNumberGenerator.GetHexString(32), Token: "session-" + RandomNumberGenerator.GetHexString(64), Arn: arn);
        _credentials[id] = made;
        return (id, made.Secret, made.Token);
    }

    /// <summary>Makes a role that another role may assume.</summary>
    /// <param name="roleArn">The role, for example <c>arn:aws:iam::123456789012:role/media.sports.api</c>.</param>
    /// <param name="trusted">Who may assume it.</param>
    public void AddRole(string roleArn, string trusted) => _trust[roleArn] = trusted;

    /// <summary>
    /// Makes web identity tokens of the caller's own role; <see langword="null"/> while the account has not switched
    /// them on.
    /// </summary>
    /// <remarks>Given are the ARN of the caller's role and the audience.</remarks>
    public Func<string, string, string>? WebIdentity { get; set; }

    /// <summary>Ends the life of credentials.</summary>
    public void Revoke(string accessKeyId) => _credentials.TryRemove(accessKeyId, out _);

    /// <summary>Gives an account OIDC providers, and the role that reads them.</summary>
    public void Trust(string account, params string[] arns) => _providers[account] = arns;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Conduct.Release();
        if (_host is not null) await _host.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        if (!await Conduct.EnterAsync(context.RequestAborted))
        {
            context.Response.StatusCode = 503;
            return;
        }
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var form = body.Split('&').Select(static p => p.Split('=', 2)).ToDictionary(static p => p[0], static p => Uri.UnescapeDataString(p[1]), StringComparer.Ordinal);
        Actions.Enqueue(form["Action"]);
        var (status, xml) = Answer(form, body, context.Request);
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/xml";
        await context.Response.WriteAsync(xml, context.RequestAborted);
    }

    private (int Status, string Xml) Answer(Dictionary<string, string> form, string body, HttpRequest request)
    {
        if (form["Action"] == "AssumeRoleWithWebIdentity")
        {
            return WebIdentityTokens.Contains(form["WebIdentityToken"]) ? (200, Credentials(form["RoleArn"])) : Refused(400, "InvalidIdentityToken", "the token is not good");
        }
        if (Now is { } now && AwsSignatureCheck.SkewOf(request, now) is { } skewed) return Refused(403, "SignatureDoesNotMatch", skewed);
        if (AwsSignatureCheck.CredentialOf(request) is not { } id || !_credentials.TryGetValue(id, out var known)) return Refused(403, "InvalidClientTokenId", "the security token included in the request is invalid");
        if (request.Headers["x-amz-security-token"] != known.Token || !AwsSignatureCheck.IsSigned(request, body, known.Secret)) return Refused(403, "SignatureDoesNotMatch", $"the signature of {id} does not match");
        var account = known.Arn.Split(':')[4];
        switch (form["Action"])
        {
            case "GetCallerIdentity":
                return (200, $"<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult><Arn>{known.Arn}</Arn><UserId>AROAX:s</UserId><Account>{account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>");
            case "AssumeRole" when _trust.TryGetValue(form["RoleArn"], out var trusted) && trusted == RoleOf(known.Arn):
                return (200, Credentials(form["RoleArn"], form["RoleSessionName"]));
            case "GetWebIdentityToken" when WebIdentity is { } mint && form.ContainsKey("SigningAlgorithm"):
                var token = mint(RoleOf(known.Arn), form["Audience.member.1"]);
                return (200, $"<R xmlns=\"{StsNamespace}\"><Result><WebIdentityToken>{token}</WebIdentityToken></Result></R>");
            case "AssumeRole" when form["RoleArn"].EndsWith(":role/oidc-issuers-reader", StringComparison.Ordinal) && _providers.ContainsKey(form["RoleArn"].Split(':')[4]):
                return (200, Credentials(form["RoleArn"]));
            case "ListOpenIDConnectProviders" when _providers.TryGetValue(account, out var arns):
                var members = string.Concat(arns.Select(static a => $"<member><Arn>{a}</Arn></member>"));
                return (200, $"<ListOpenIDConnectProvidersResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><ListOpenIDConnectProvidersResult><OpenIDConnectProviderList>{members}</OpenIDConnectProviderList></ListOpenIDConnectProvidersResult></ListOpenIDConnectProvidersResponse>");
            default:
                return Refused(403, "AccessDenied", "not authorized");
        }
    }

    /// <summary>The role of a session; without its path, which a session's ARN does not have.</summary>
    private static string RoleOf(string sessionArn)
    {
        var parts = sessionArn.Split(':');
        return $"arn:{parts[1]}:iam::{parts[4]}:role/{parts[5].Split('/')[1]}";
    }

    private string Credentials(string roleArn, string session = "argos-rules")
    {
        var parts = roleArn.Split(':');
        var (id, secret, token) = Issue($"arn:{parts[1]}:sts::{parts[4]}:assumed-role/{parts[5].Split('/')[^1]}/{session}");
        return $"<R xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Credentials><AccessKeyId>{id}</AccessKeyId><SecretAccessKey>{secret}</SecretAccessKey><SessionToken>{token}</SessionToken></Credentials></R>";
    }

    private static (int, string) Refused(int status, string code, string message) =>
        (status, $"<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error></ErrorResponse>");
}
