using System.Collections.Immutable;
using System.Net;
using System.Security.Authentication;
using Argos.Rules.TestKit.Certificates;
using Argos.Rules.TestKit.Tokens;

namespace Argos.Rules.TestKit.Athenz;

/// <summary>How the ZTS fake is set up: what an Athenz operator would have configured.</summary>
public sealed record ZtsOptions
{
    /// <summary>The Athenz CA: signs the certificates of services, and is the trust store for providers.</summary>
    public required TestAuthority Authority { get; init; }

    /// <summary>What providers see as the caller; a certificate of <c>sys.auth.zts</c> of the authority when left out.</summary>
    public IssuedCertificate? ClientCertificate { get; init; }

    /// <summary>The providers that may launch, with their endpoints.</summary>
    public ImmutableArray<ZtsProvider> Providers { get; init; } = [];

    /// <summary>The services that are registered, and who may launch them.</summary>
    public ImmutableArray<ZtsService> Services { get; init; } = [];

    /// <summary>The suffixes a provider's host must have; empty for any host.</summary>
    public ImmutableArray<string> ProviderEndpoints { get; init; } = [];

    /// <summary>The roles whose members get role certificates and access tokens.</summary>
    public ImmutableArray<ZtsRole> Roles { get; init; } = [];

    /// <summary>The subject organisations that are taken; empty for any.</summary>
    public ImmutableArray<string> Organizations { get; init; } = [];

    /// <summary>Whether the subject OU must be the provider's name or the one that the provider allowed.</summary>
    public bool VerifySubjectOu { get; init; }

    /// <summary>Connect time-out of a callback; the TLS handshake falls under it.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Time-out of each single read of a callback's answer.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The TLS version of a callback: 1.2, as the context made of ZTS's server key store offers.</summary>
    public SslProtocols Tls { get; init; } = SslProtocols.Tls12;

    /// <summary>The life of a certificate when nobody limits it, and the longest one.</summary>
    public TimeSpan CertificateLife { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Takes every agent to come from this address; <see langword="null"/> for the real one.</summary>
    public IPAddress? PeerAddress { get; init; }

    /// <summary>Signs ZTS's tokens; one of its own when left out.</summary>
    public TokenMint? Mint { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>
    /// Whether it is a ZTS before 1.8.54: a refresh is issued on every status of the provider but 403, and a call that
    /// fails without a status is 403.
    /// </summary>
    public bool IsBefore1854 { get; init; }

    /// <summary>The port that agents call; 0 for a free one.</summary>
    public int Port { get; init; }
}

/// <summary>A provider as ZTS knows it.</summary>
/// <param name="Name">The provider service, for example <c>k8s.cluster1.identityd</c>.</param>
/// <param name="Endpoint">Its provider endpoint.</param>
/// <param name="DnsSuffixes">From <c>sys.auth:dns.*</c>, without a leading dot.</param>
public sealed record ZtsProvider(string Name, string Endpoint, ImmutableArray<string> DnsSuffixes)
{
    /// <summary>From <c>sys.auth:hostname.*</c>.</summary>
    public ImmutableArray<string> HostnameSuffixes { get; init; } = [];

    /// <summary>Whether it may <c>launch</c> on <c>sys.auth:instance</c>.</summary>
    public bool MayLaunch { get; init; } = true;
}

/// <summary>A service as ZTS knows it.</summary>
/// <param name="Domain">Its domain.</param>
/// <param name="Name">Its name.</param>
/// <param name="LaunchedBy">The providers that may launch it.</param>
public sealed record ZtsService(string Domain, string Name, ImmutableArray<string> LaunchedBy)
{
    /// <summary>The AWS accounts of the domain.</summary>
    public string? AwsAccount { get; init; }

    /// <summary>
    /// Further attributes that the domain or the service has in Athenz, by the names under which providers get them:
    /// <c>azureTenant</c>, <c>serviceFeatureFlags</c>.
    /// </summary>
    public ImmutableDictionary<string, string> CloudAttributes { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The domain's own suffix of certificate names: ZTS approves names below it itself, and no provider sees them.</summary>
    public string? CertDnsDomain { get; init; }

    /// <summary>The public keys of the service (PEM) by their identifiers.</summary>
    public ImmutableDictionary<string, string> PublicKeys { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Who may change the service, and so ask for register tokens.</summary>
    public ImmutableArray<string> Admins { get; init; } = [];
}

/// <summary>A role as ZTS knows it.</summary>
/// <param name="Domain">Its domain.</param>
/// <param name="Name">Its name.</param>
/// <param name="Members">Its members, in full.</param>
public sealed record ZtsRole(string Domain, string Name, ImmutableArray<string> Members);
