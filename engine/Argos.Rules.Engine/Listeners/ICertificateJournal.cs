namespace Argos.Rules.Engine.Listeners;

/// <summary>Hears what becomes of certificate sets.</summary>
internal interface ICertificateJournal
{
    /// <summary>A set was put into force, or could not be.</summary>
    /// <param name="before">The set in force before; <see langword="null"/> when there was none.</param>
    /// <param name="after">The set in force now; <see langword="null"/> when the new one cannot be used.</param>
    /// <param name="problem">Why not.</param>
    void Loaded(CertificateSet? before, CertificateSet? after, string? problem);
}
