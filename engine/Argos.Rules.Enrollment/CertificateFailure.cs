namespace Argos.Rules.Enrollment;

/// <summary>Why there is no new certificate.</summary>
internal enum CertificateFailure
{
    /// <summary>A file of ours cannot be used: the key, the token, the roots, the folder.</summary>
    Local,

    /// <summary>ZTS was not reached, did not answer in time, or failed itself.</summary>
    Unreachable,

    /// <summary>ZTS said no.</summary>
    Refused,

    /// <summary>ZTS answered, but not with a certificate that can be served.</summary>
    Unusable,
}
