using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Argos.Rules.TestKit.Athenz.Agents;

/// <summary>What ZTS told the agent.</summary>
public sealed record ZtsReply : IDisposable
{
    /// <summary>The status.</summary>
    public required HttpStatusCode Status { get; init; }

    /// <summary>The error message; empty when there is a certificate.</summary>
    public string Message { get; init; } = "";

    /// <summary>The certificate with the agent's private key; <see langword="null"/> when refused.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>What ZTS signed beside for SSH: a text with the names.</summary>
    public string? SshCertificate { get; init; }

    /// <summary>What ZTS passed on of the provider's answer.</summary>
    public ImmutableDictionary<string, string> Attributes { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Whether there is a certificate.</summary>
    public bool Granted => Certificate is not null;

    /// <inheritdoc/>
    public void Dispose() => Certificate?.Dispose();
}
