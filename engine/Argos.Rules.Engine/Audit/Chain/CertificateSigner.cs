using System.Security.Cryptography.X509Certificates;
using Argos.Rules.Engine.Listeners;

namespace Argos.Rules.Engine.Audit.Chain;

/// <summary>Signs with the engine's own certificate, the one in force: it is renewed, so each signature names its certificate.</summary>
internal sealed class CertificateSigner(CertificateStore certificates) : IAuditSigner
{
    public AuditSignature? Sign(byte[] statement)
    {
        if (certificates.Current is not { } set) return null;
        var certificate = set.Pair.TargetCertificate;
        var text = Convert.ToBase64String(certificate.RawData);
        using var rsa = certificate.GetRSAPrivateKey();
        if (rsa is not null) return AuditSignature.By(rsa, text, statement);
        using var ecdsa = certificate.GetECDsaPrivateKey();
        return ecdsa is null ? null : AuditSignature.By(ecdsa, text, statement);
    }
}
