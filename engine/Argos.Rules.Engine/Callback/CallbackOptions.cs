using System.ComponentModel.DataAnnotations;
using Argos.Rules.Engine.Listeners;

namespace Argos.Rules.Engine.Callback;

/// <summary>The listener that ZTS calls, over mTLS.</summary>
internal sealed class CallbackOptions : IValidatableObject
{
    /// <summary>Address and port to listen on; `[::]` is every address of IPv6 and IPv4.</summary>
    public string Listen { get; set; } = "[::]:4443";

    /// <summary>Path before `/instance` and `/refresh`, as in the provider endpoint registered in Athenz, for example `/k8s/v1`.</summary>
    public string BasePath { get; set; } = "";

    /// <summary>PEM file with the server's certificate and its intermediates; its common name must be the provider's full service name. Reloaded when it changes.</summary>
    [Required]
    public string CertificateFile { get; set; } = "";

    /// <summary>PEM file with the certificate's private key, PKCS#8, PKCS#1 or SEC 1, not encrypted.</summary>
    [Required]
    public string KeyFile { get; set; } = "";

    /// <summary>PEM file with the roots that ZTS's client certificate must chain to. No other root counts.</summary>
    [Required]
    public string ClientCaFile { get; set; } = "";

    /// <summary>Names of the clients that may call: the common name or a DNS name of ZTS's client certificate, for example `sys.auth.zts`.</summary>
    public IReadOnlyList<string> AllowedClients { get; set; } = [];

    /// <summary>Answer 403 to every refresh that is not granted, also when it cannot be told: for a ZTS older than 1.8.54, which grants a refresh on any status but 403. Its price: agents hear "refused" where they would hear "try again", so one that gives up at 403 loses its identity in an outage of seconds.</summary>
    public bool RefuseUndecidedRefresh { get; set; }

    /// <summary>
    /// Largest body in bytes. A service account or web identity token takes up to 16 KiB, AWS credentials with an identity document up to
    /// 12 KiB, a thousand host names of 60 letters 60 KiB. Default 128 KiB.
    /// </summary>
    [Range(1024, 16 << 20)]
    public int MaximumBodyBytes { get; set; } = 128 << 10;

    /// <summary>
    /// What all callbacks in work may hold together, in bytes, counted as eight times their bodies (texts, parsed names, the copy that a
    /// decision waits with); further ones are answered 504 at once. Bodies that are still arriving may take half as much besides. Default 96 MiB.
    /// </summary>
    [Range(1 << 20, 8L << 30)]
    public long MaximumBytesInWork { get; set; } = 96 << 20;

    /// <summary>
    /// The percentage of `Callback:MaximumBytesInWork` that a domain can count on, whatever the others send; beyond it a domain is served
    /// while half of it is free. Default 25.
    /// </summary>
    [Range(1, 100)]
    public int BytesDomainSharePercent { get; set; } = 25;

    /// <summary>Seconds in which a body must have arrived.</summary>
    [Range(0.1, 30)]
    public double BodySeconds { get; set; } = 5;

    /// <summary>
    /// Callbacks in work at the same time, those that wait for data not counted (`Decisions:MaximumWaiting`); further ones are answered
    /// 504 at once.
    /// </summary>
    [Range(1, 100_000)]
    public int MaximumConcurrent { get; set; } = 1000;

    /// <summary>Open connections, those in the handshake included; for a further one that has been without a request for longest is closed. Default 4000.</summary>
    [Range(1, 1_000_000)]
    public int MaximumConnections { get; set; } = 4000;

    /// <summary>
    /// Open connections from one address (IPv6: one /64); then its own that has been without a request for longest is closed. Default 2000:
    /// all of ZTS may be behind one address.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaximumConnectionsPerAddress { get; set; } = 2000;

    /// <summary>
    /// Seconds within which a connection must have begun its first request, handshake included, and the next one after each answer. ZTS closes
    /// its own after each. Default 10.
    /// </summary>
    [Range(1, 600)]
    public double IdleSeconds { get; set; } = 10;

    internal ConnectionLimits Connections => new(MaximumConnections, MaximumConnectionsPerAddress, TimeSpan.FromSeconds(IdleSeconds));

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!ListenAddress.TryParse(Listen, out _)) yield return new($"is `{Listen}`, not {ListenAddress.Expected}", [nameof(Listen)]);
        if (BasePath.Length > 0 && (!BasePath.StartsWith('/') || BasePath.EndsWith('/') || BasePath.AsSpan().ContainsAny("?# %")))
            yield return new($"is `{BasePath}`, but must begin with `/`, not end with it, and be a plain path", [nameof(BasePath)]);
        if (AllowedClients.Count == 0)
            yield return new("is empty, so nobody could call: add the common name or a DNS name of ZTS's client certificate, for example `sys.auth.zts`", [nameof(AllowedClients)]);
        if (AllowedClients.Any(static name => string.IsNullOrWhiteSpace(name) || name.Contains('*', StringComparison.Ordinal)))
            yield return new("has an empty name or a wildcard: give each name in full", [nameof(AllowedClients)]);
    }
}
