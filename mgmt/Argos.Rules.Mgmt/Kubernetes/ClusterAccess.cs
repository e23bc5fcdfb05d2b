namespace Argos.Rules.Mgmt.Kubernetes;

/// <summary>Where the API server is and how to log in. Files are named, not read: they are read again whenever they are needed, so rotation needs no restart.</summary>
internal sealed record ClusterAccess
{
    /// <summary>The server's address.</summary>
    public required Uri Server { get; init; }

    /// <summary>The namespace meant when none is named.</summary>
    public string Namespace { get; init; } = "default";

    /// <summary>The certificates to trust, PEM; the machine's own when there are none.</summary>
    public TextSource? Authority { get; init; }

    /// <summary>Whether any server certificate is accepted.</summary>
    public bool Insecure { get; init; }

    /// <summary>The name expected in the server's certificate, when not the host of <see cref="Server"/>.</summary>
    public string? ServerName { get; init; }

    /// <summary>The bearer token.</summary>
    public TextSource? Token { get; init; }

    /// <summary>The client certificate, PEM.</summary>
    public TextSource? ClientCertificate { get; init; }

    /// <summary>The client certificate's key, PEM.</summary>
    public TextSource? ClientKey { get; init; }
}
