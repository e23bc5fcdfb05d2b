using System.Collections.Immutable;
using Argos.Rules.Core.Snapshots;
using Argos.Rules.Core.Telemetry;
using Argos.Rules.Engine.Audit;
using Argos.Rules.Engine.Audit.Changes;

namespace Argos.Rules.Engine.State;

/// <summary>Records what an engine began with: each policy, and each source.</summary>
internal sealed class RestoreJournal(IChangeLog changes, AuditOptions options, EngineMetrics metrics)
{
    public void Restored(Snapshot snapshot, ImmutableArray<HeardSource> sources, DateTimeOffset at)
    {
        foreach (var policy in snapshot.Policies.All)
        {
            metrics.PolicyActive(policy.Id, policy.FrontMatter.Shadow);
            changes.Add(Record(policy.Owner ?? ChangeRecord.ByHand, ChangeKinds.Policy, policy.Id) with
            {
                After = policy.ContentHash,
                Mode = policy.FrontMatter.Shadow ? "shadow" : "enforce",
                Text = options.Evidence ? policy.Source : null,
            });
        }
        foreach (var source in sources) changes.Add(Record(source.State.Name, ChangeKinds.Source, source.State.Name));

        ChangeRecord Record(string source, string kind, string subject) => new()
        {
            Time = at,
            Source = source,
            Kind = kind,
            Action = ChangeActions.Restored,
            Subject = subject,
            Revision = snapshot.Revision,
            PolicySetDigest = snapshot.Policies.Digest,
            DataDigest = snapshot.Data.DigestText,
        };
    }
}
