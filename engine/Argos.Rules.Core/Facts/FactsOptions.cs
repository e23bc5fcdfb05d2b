using System.ComponentModel.DataAnnotations;
using Argos.Rules.Core.Facts.Aws;
using Argos.Rules.Core.Facts.Fetching;
using Argos.Rules.Hosting.Trust;

namespace Argos.Rules.Core.Facts;

/// <summary>What the engine may ask the network for policies. What is not set here is not asked: the fact is refused.</summary>
internal sealed class FactsOptions : IValidatableObject
{
    /// <summary>How long one answer may take, in seconds, from the first request for it to the last. Default 2, less than a decision may wait.</summary>
    [Range(0.1, 30)]
    public double TimeoutSeconds { get; set; } = 2;

    /// <summary>How many questions of one kind may be open at the same time; further ones cannot be told (504). Default 32.</summary>
    [Range(1, 10_000)]
    public int MaximumConcurrent { get; set; } = 32;

    /// <summary>How many questions of one kind may be asked in a second, on average; further ones cannot be told (504). Default 50.</summary>
    [Range(1, 100_000)]
    public int MaximumPerSecond { get; set; } = 50;

    /// <summary>
    /// The percentage of both limits that a domain can count on, whatever the others ask; beyond it a domain is served while half of the
    /// whole is free. Default 25.
    /// </summary>
    [Range(1, 100)]
    public int DomainSharePercent { get; set; } = 25;

    /// <summary>The percentage of both limits that a service can count on, within what its domain can. Default 10.</summary>
    [Range(1, 100)]
    public int ServiceSharePercent { get; set; } = 10;

    /// <summary>How much memory remembered answers may take, in bytes. Default 32 MiB.</summary>
    [Range(1 << 16, 1 << 30)]
    public long CacheBytes { get; set; } = 32 << 20;

    /// <summary>How long key sets are remembered, in seconds. Default 600. An unknown key makes the engine look earlier, at most every 30 s.</summary>
    [Range(10, 86_400)]
    public int KeysCacheSeconds { get; set; } = 600;

    /// <summary>How long AWS's answers are remembered, in seconds. Default 300.</summary>
    [Range(1, 3600)]
    public int AwsCacheSeconds { get; set; } = 300;

    /// <summary>How long access checks are remembered, in seconds. Default 30.</summary>
    [Range(1, 600)]
    public int AccessCacheSeconds { get; set; } = 30;

    /// <summary>How long a source that keeps failing is left alone, in seconds, before one question tries it again. Default 10.</summary>
    [Range(1, 600)]
    public int BreakSeconds { get; set; } = 10;

    /// <summary>The AWS regions whose STS may be asked, for example `us-west-2`; `cn-*` and `us-gov-*` regions are of their own partitions. Empty: AWS is not asked.</summary>
    public IReadOnlyList<string> AwsRegions { get; set; } = [];

    /// <summary>The address of STS instead of `https://sts.REGION.amazonaws.com`, for example of a VPC endpoint.</summary>
    public string AwsStsUrl { get; set; } = "";

    /// <summary>The address of IAM instead of the partition's own.</summary>
    public string AwsIamUrl { get; set; } = "";

    /// <summary>A JSON file with the engine's own AWS credentials (`accessKeyId`, `secretAccessKey`, `sessionToken`), read at each use; for the list of OIDC providers only.</summary>
    public string AwsCredentialsFile { get; set; } = "";

    /// <summary>The engine's own role, which it assumes with `Facts:AwsWebIdentityTokenFile` (IAM roles for service accounts).</summary>
    public string AwsRoleArn { get; set; } = "";

    /// <summary>The file with the web identity token for `Facts:AwsRoleArn`, read at each use.</summary>
    public string AwsWebIdentityTokenFile { get; set; } = "";

    /// <summary>Where the engine gets its own AWS credentials from an agent: `http://169.254.170.23/v1/credentials` with EKS pod identity, with ECS `http://169.254.170.2` and the path in `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI`.</summary>
    public string AwsContainerCredentialsUrl { get; set; } = "";

    /// <summary>The file with the token for `Facts:AwsContainerCredentialsUrl`, read at each use; with EKS pod identity `/var/run/secrets/pods.eks.amazonaws.com/serviceaccount/eks-pod-identity-token`.</summary>
    public string AwsContainerTokenFile { get; set; } = "";

    /// <summary>The metadata service whose instance role the engine uses as its own AWS credentials: `http://169.254.169.254`. Version 2 only.</summary>
    public string AwsMetadataUrl { get; set; } = "";

    /// <summary>The hosts whose discovery documents and keys may be fetched, exact or with `*` for letters, digits and hyphens, for example `oidc.eks.*.amazonaws.com`; with a port when it is not 443. Empty: no issuer is asked.</summary>
    public IReadOnlyList<string> OidcHosts { get; set; } = [];

    /// <summary>
    /// Where the keys of issuers without a discovery document are: each `ISSUER=ADDRESS`, the issuer exactly as its tokens name it, for
    /// example `https://issuer.example.com=https://keys.example.com/jwks.json`. Such an issuer is asked for nothing else, and needs no
    /// `Facts:OidcHosts`.
    /// </summary>
    public IReadOnlyList<string> OidcJwksUris { get; set; } = [];

    /// <summary>Where connections to some hosts go instead of where DNS says, for private endpoints and gateways: each `HOST=ADDRESS`, an IP address or a host name, with a port when it is another, for example `oidc.eks.us-west-2.amazonaws.com=10.0.0.5:8443`. The server must still show a certificate for the host. Which hosts may be asked does not change.</summary>
    public IReadOnlyList<string> HostAddresses { get; set; } = [];

    /// <summary>A PEM file with the roots, and the only ones, that the certificates of AWS and of issuers must chain to; ZTS has `Facts:ZtsCaFile`. Empty: the system's.</summary>
    public string CaFile { get; set; } = "";

    /// <summary>Whether services may be asked over plain `http` when they are on a loopback address. For development and tests.</summary>
    public bool AllowLoopbackHttp { get; set; }

    /// <summary>The address of ZTS with its path, for example `https://zts.example.com:4443/zts/v1`. Empty: ZTS is not asked.</summary>
    public string ZtsUrl { get; set; } = "";

    /// <summary>A PEM file with the roots that ZTS's certificate must chain to. Empty: the system's.</summary>
    public string ZtsCaFile { get; set; } = "";

    /// <summary>The address of mgmt's token reviews (its setting `Review:Listen`), for example `http://127.0.0.1:8284`; loopback. Empty: the API server is not asked.</summary>
    public string ReviewUrl { get; set; } = "";

    /// <summary>The file with the bearer token for `Facts:ReviewUrl`, read at each use.</summary>
    public string ReviewTokenFile { get; set; } = "";

    /// <summary>The suffixes below which host names may be looked up, for example `example.com`. Empty: none is.</summary>
    public IReadOnlyList<string> DnsSuffixes { get; set; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (name, text) in new[] { (nameof(AwsStsUrl), AwsStsUrl), (nameof(AwsIamUrl), AwsIamUrl), (nameof(ZtsUrl), ZtsUrl) })
        {
            if (text.Length > 0 && !Egress.TryParse(text, AllowLoopbackHttp, out _)) yield return new($"is `{text}`, not an `https` address without query", [name]);
        }
        if (ReviewUrl.Length > 0 && !(Egress.TryParse(ReviewUrl, loopbackHttp: true, out var review) && review.IsLoopback)) yield return new($"is `{ReviewUrl}`, not an address on loopback", [nameof(ReviewUrl)]);
        if (AwsRegions.Any(static r => r.Length is 0 or > 32
            || !r.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))) yield return new(
            "has an item that is not a region", [nameof(AwsRegions)]);
        if (OidcHosts.Any(static h => !Egress.IsHostPattern(h)))
            yield return new("has an item that is not a host: give each without scheme and path, with at least two labels that have no `*`",
                [nameof(OidcHosts)]);
        if (OidcJwksUris.FirstOrDefault(pair => !IssuerKeys.IsOne(pair, AllowLoopbackHttp)) is { } wrong)
            yield return new($"has `{wrong}`, not `ISSUER=ADDRESS` with two `https` addresses without query", [nameof(OidcJwksUris)]);
        if (OidcJwksUris.GroupBy(IssuerKeys.IssuerOf, StringComparer.Ordinal).FirstOrDefault(static g => g.Count() > 1) is { } twice)
            yield return new($"names the issuer `{twice.Key}` twice", [nameof(OidcJwksUris)]);
        if (DnsSuffixes.Any(static s => s.Length == 0 || s.StartsWith('.') || Uri.CheckHostName(s) != UriHostNameType.Dns))
            yield return new("has an item that is not a domain name: give each without a dot in front", [nameof(DnsSuffixes)]);
        if (AwsRoleArn.Length > 0 != AwsWebIdentityTokenFile.Length > 0) yield return new("needs both `AwsRoleArn` and `AwsWebIdentityTokenFile`", [nameof(AwsRoleArn)]);
        if (HostAddresses.Any(static r => !FactRoutes.IsRoute(r))) yield return new("has an item that is not `HOST=ADDRESS`: a host without scheme, path and `*`, in small letters; then an IP address (IPv6 in brackets) or a host name; each may have a port", [nameof(HostAddresses)]);
        if (HostAddresses.GroupBy(static r => r.Split('=')[0], StringComparer.Ordinal).Any(static g => g.Count() > 1)) yield return new("names a host twice", [nameof(HostAddresses)]);
        if (TrustProblem(CaFile) is { } problem) yield return new(problem, [nameof(CaFile)]);
        if (AwsContainerCredentialsUrl.Length > 0 && !ContainerCredentials.IsAddress(AwsContainerCredentialsUrl, AllowLoopbackHttp)) yield return new($"is `{AwsContainerCredentialsUrl}`, neither an `https` address nor the agent of ECS or EKS", [nameof(AwsContainerCredentialsUrl)]);
        if (AwsContainerTokenFile.Length > 0 && AwsContainerCredentialsUrl.Length == 0) yield return new("needs `AwsContainerCredentialsUrl`", [nameof(AwsContainerTokenFile)]);
        if (AwsMetadataUrl.Length > 0 && !InstanceCredentials.IsAddress(AwsMetadataUrl, AllowLoopbackHttp)) yield return new($"is `{AwsMetadataUrl}`, not `http://169.254.169.254` or `http://[fd00:ec2::254]`", [nameof(AwsMetadataUrl)]);
        if (EngineCredentials.Sources(this) > 1) yield return new("the engine's own AWS credentials come from one source: keep one of `AwsRoleArn`, `AwsContainerCredentialsUrl`, `AwsMetadataUrl` and `AwsCredentialsFile`", [nameof(AwsRoleArn)]);
        if (TrustProblem(ZtsCaFile) is { } ztsProblem) yield return new(ztsProblem, [nameof(ZtsCaFile)]);
    }

    private static string? TrustProblem(string file)
    {
        if (file.Length > 0 && !File.Exists(file)) return $"is `{file}`, which does not exist";
        try
        {
            ServerTrust.OfFile(file).ReadAnchors();
            return null;
        }
        catch (UntrustedServerException e)
        {
            return "is not a file of certificates: " + e.Message;
        }
    }
}
