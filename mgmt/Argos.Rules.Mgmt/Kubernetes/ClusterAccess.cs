using System.Collections.Immutable;
using System.Net;
using Argos.Rules.Hosting.Secrets;

namespace Argos.Rules.Mgmt.Kubernetes;

/// <summary>Where the API server is and how to log in. Files are named, not read: they are read again whenever they are needed, so rotation needs no restart.</summary>
internal sealed record ClusterAccess
{
    /// <summary>The server's address.</summary>
    public required Uri Server { get; init; }

    /// <summary>The namespace meant when none is named.</summary>
    public string Namespace { get; init; } = "default";

    /// <summary>The certificates to trust, PEM; the machine's own when there are none.</summary>
    public SecretSource? Authority { get; init; }

    /// <summary>Whether any server certificate is accepted.</summary>
    public bool Insecure { get; init; }

    /// <summary>The name expected in the server's certificate, when not the host of <see cref="Server"/>.</summary>
    public string? ServerName { get; init; }

    /// <summary>The bearer token.</summary>
    public SecretSource? Token { get; init; }

    /// <summary>The name of a user with a password.</summary>
    public string UserName { get; init; } = "";

    /// <summary>The password of <see cref="UserName"/>, where one is used.</summary>
    public SecretSource? Password { get; init; }

    /// <summary>Whom the requests are made for, as headers.</summary>
    public ImmutableArray<RequestHeader> Headers { get; init; } = [];

    /// <summary>The proxy on the way there; <see langword="null"/> for none.</summary>
    public IWebProxy? Proxy { get; init; }

    /// <summary>Whether answers are not to be compressed, whatever the settings say.</summary>
    public bool DisableCompression { get; init; }

    /// <summary>The client certificate, PEM.</summary>
    public SecretSource? ClientCertificate { get; init; }

    /// <summary>The client certificate's key, PEM.</summary>
    public SecretSource? ClientKey { get; init; }
}
