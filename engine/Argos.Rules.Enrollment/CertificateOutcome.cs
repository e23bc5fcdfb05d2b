namespace Argos.Rules.Enrollment;

/// <summary>How an attempt to obtain a certificate ended. Texts are one line and hold no secret.</summary>
internal abstract record CertificateOutcome
{
    /// <summary>The pair is on disk.</summary>
    public sealed record Obtained(CertificatePair Pair) : CertificateOutcome;

    /// <summary>Why there is none; the files are as they were.</summary>
    public sealed record Failed(CertificateFailure Kind, string Problem) : CertificateOutcome;
}
