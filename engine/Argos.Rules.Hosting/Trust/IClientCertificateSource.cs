using System.Net.Security;

namespace Argos.Rules.Hosting.Trust;

/// <summary>The client certificate that outgoing connections show. It may change: connections made afterwards show the new one.</summary>
public interface IClientCertificateSource
{
    /// <summary>The certificate as it is now, the same object until it changes; <see langword="null"/> when there is none.</summary>
    /// <exception cref="IOException">It cannot be read; the message is one line.</exception>
    SslStreamCertificateContext? Read();
}
