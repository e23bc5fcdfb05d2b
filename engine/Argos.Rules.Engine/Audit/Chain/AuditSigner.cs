using Argos.Rules.Engine.Listeners;

namespace Argos.Rules.Engine.Audit.Chain;

/// <summary>Signs with the key of the settings, else with the engine's own certificate. A key that cannot be used leaves checkpoints unsigned, and the log says so once.</summary>
internal sealed partial class AuditSigner(AuditOptions options, CertificateStore certificates, ILogger<AuditSigner> logger) : IAuditSigner
{
    private readonly IAuditSigner? _signer = options.Signing switch
    {
        AuditSigning.None => null,
        _ when options.SigningKeyFile.Length > 0 => new KeyFileSigner(options.SigningKeyFile),
        _ => new CertificateSigner(certificates),
    };

    private bool _failing;

    public AuditSignature? Sign(byte[] statement)
    {
        if (_signer is null) return null;
        try
        {
            var signature = _signer.Sign(statement);
            _failing = false;
            return signature;
        }
        catch (Exception problem)
        {
            if (!_failing) LogFailed(problem.GetType().Name);
            _failing = true;
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Checkpoints of the audit log cannot be signed ({Kind}) and are written without a signature")]
    private partial void LogFailed(string kind);
}
