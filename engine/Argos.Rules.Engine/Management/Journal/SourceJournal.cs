using Argos.Rules.Core.Snapshots;
using Argos.Rules.Core.Sync;
using Argos.Rules.Engine.Audit.Changes;

namespace Argos.Rules.Engine.Management.Journal;

/// <summary>Records when the set of a source becomes complete, and when it no longer is.</summary>
internal sealed class SourceJournal(IChangeLog changes, SnapshotStore store, TimeProvider time)
{
    /// <summary>A source has declared its set.</summary>
    /// <param name="source">The source.</param>
    /// <param name="before">What was known of it before.</param>
    /// <param name="after">What is known of it now.</param>
    /// <param name="outcome">What the comparison came to.</param>
    public void Declared(string source, SourceState? before, SourceState? after, SyncOutcome outcome)
    {
        var (old, now) = (before?.Incomplete ?? (before is null ? SourceState.NeverDeclared : null), after?.Incomplete);
        // Heartbeats come every few seconds; only what changes is recorded.
        if (old == now) return;
        var snapshot = store.Current;
        changes.Add(new ChangeRecord
        {
            Time = time.GetUtcNow(),
            Source = source,
            Kind = ChangeKinds.Source,
            Action = now is not null ? ChangeActions.Incomplete : old == SourceState.NeverDeclared ? ChangeActions.Complete : ChangeActions.Repaired,
            Subject = source,
            Problems =
                ChangeRecord.ProblemsOf(
                outcome is SyncOutcome.Differs differs ? differs.Inventory.Differences : now is not null ? [now] : old is not null
                && old != SourceState.NeverDeclared ? [old] : []),
            Revision = snapshot.Revision,
            PolicySetDigest = snapshot.Policies.Digest,
            DataDigest = snapshot.Data.DigestText,
        });
    }
}
