using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Policies;
using Argos.Rules.Core.Snapshots;
using Argos.Rules.Core.Telemetry;
using Argos.Rules.Engine.Audit;
using Argos.Rules.Engine.Audit.Changes;

namespace Argos.Rules.Engine.Management.Journal;

/// <summary>Records, counts and keeps for the status what becomes of policies.</summary>
internal sealed class PolicyJournal(IChangeLog changes, RefusedPolicies refused, EngineMetrics metrics, AuditOptions options, SnapshotStore store, TimeProvider time)
{
    /// <summary>A policy was put into force.</summary>
    /// <param name="call">Who wrote it.</param>
    /// <param name="before">The one in force before.</param>
    /// <param name="policy">The one in force now.</param>
    public void Activated(ManagementCall call, ActivePolicy? before, ActivePolicy policy)
    {
        metrics.Activated(true);
        metrics.PolicyActive(policy.Id, policy.FrontMatter.Shadow);
        refused.Remove(policy.Id);
        changes.Add(Record(call, policy.Id, ChangeActions.Activated) with
        {
            Before = before?.ContentHash,
            After = policy.ContentHash,
            Mode = policy.FrontMatter.Shadow ? "shadow" : "enforce",
            Tests = policy.Tests is null ? null : Hash(policy.Tests),
            Text = options.Evidence ? policy.Source : null,
        });
    }

    /// <summary>A policy was taken out of force.</summary>
    public void Removed(ManagementCall call, ActivePolicy before)
    {
        refused.Remove(before.Id);
        changes.Add(Record(call, before.Id, ChangeActions.Removed) with { Before = before.ContentHash });
    }

    /// <summary>A text was not put into force; what was in force before stays.</summary>
    /// <param name="call">Who sent it.</param>
    /// <param name="id">The policy's id.</param>
    /// <param name="text">The text.</param>
    /// <param name="stage">One of <see cref="RefusalStages"/>.</param>
    /// <param name="errors">Why.</param>
    public void Refused(ManagementCall call, string id, PolicyText text, string stage, ImmutableArray<Diagnostic> errors)
    {
        metrics.Activated(false);
        var record = Record(call, id, ChangeActions.Refused) with
        {
            Before = store.Current.Policies.Find(id)?.ContentHash,
            After = Hash(text.Source),
            Tests = text.Tests is null ? null : Hash(text.Tests),
            Stage = stage,
            Problems = ChangeRecord.ProblemsOf(errors),
        };
        refused.Add(new RefusedPolicyStatus(AuditText.Cut(id, AuditText.MaximumName), record.After!, stage, record.Time, call.Source, record.Problems));
        changes.Add(record);
    }

    private ChangeRecord Record(ManagementCall call, string id, string action)
    {
        var snapshot = store.Current;
        return new ChangeRecord
        {
            Time = time.GetUtcNow(),
            Source = call.Source ?? ChangeRecord.ByHand,
            Origin = call.Origin,
            Kind = ChangeKinds.Policy,
            Action = action,
            Subject = id,
            Revision = snapshot.Revision,
            PolicySetDigest = snapshot.Policies.Digest,
        };
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
