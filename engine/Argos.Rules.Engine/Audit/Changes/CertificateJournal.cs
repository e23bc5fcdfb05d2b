using Argos.Rules.Engine.Listeners;

namespace Argos.Rules.Engine.Audit.Changes;

/// <summary>Records which certificate the engine shows, and which could not be used.</summary>
internal sealed class CertificateJournal(IChangeLog changes, TimeProvider time) : ICertificateJournal
{
    public void Loaded(CertificateSet? before, CertificateSet? after, string? problem) => changes.Add(new ChangeRecord
    {
        Time = time.GetUtcNow(),
        Source = "certificates",
        Kind = ChangeKinds.Certificate,
        Action = after is null ? ChangeActions.Unusable : before is null ? ChangeActions.Activated : ChangeActions.Replaced,
        Subject = (after ?? before)?.Subject ?? "",
        Before = before?.Sha256,
        After = after?.Sha256,
        Problems = ChangeRecord.ProblemsOf(problem is null ? [] : [problem]),
    });
}
