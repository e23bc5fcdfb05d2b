using System.Collections.Immutable;
using Argos.Rules.Contracts;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Policies;
using Argos.Rules.Core.Snapshots;
using Argos.Rules.Core.Sync;
using Argos.Rules.Engine.Management.Journal;
using Argos.Rules.Engine.Shadows;
using Argos.Rules.Engine.State;
using Argos.Rules.Hosting.Diagnostics;

namespace Argos.Rules.Engine.Management;

/// <summary><c>/v1/status</c>, <c>/v1/shadow</c> and <c>/v1/config</c>.</summary>
internal sealed class StatusEndpoints(
    SnapshotStore store,
    SyncRegistry registry,
    Readiness readiness,
    EngineIdentity identity,
    ConfigurationView configuration,
    ISuspensionStatus suspension,
    RefusedPolicies refused,
    ShadowDifferences shadows,
    ManagementWarnings warnings,
    SettingsReview settings,
    StateVault state,
    EngineUse use)
{
    public Task<Response> StatusAsync(ManagementCall call)
    {
        var snapshot = store.Current;
        var reasons = readiness.NotReadyReasons();
        return Task.FromResult(Response.Ok(
            new EngineStatus
            {
                EngineId = identity.Id,
                Version = ProductInfo.Version,
                Ready = reasons.IsEmpty,
                NotReadyReasons = reasons,
                Revision = snapshot.Revision,
                StartedAt = identity.StartedAt,
                Policies = [.. snapshot.Policies.All.Select(policy => Describe(policy) with { Suspended = suspension.Status(policy) })],
                PolicySetDigest = snapshot.Policies.Digest,
                DataDigest = snapshot.Data.DigestText,
                Refused = refused.All,
                Sources = registry.Status(),
                InvalidSettings = settings.All,
                Pods = snapshot.Data.PodCount,
                Certificate = use.Certificate,
                Limits = use.Limits,
                State = state.IsWanted ? state.Status : null,
                Warnings = warnings.All,
            },
            ContractsJson.Default.EngineStatus));
    }

    public Task<Response> ShadowAsync(ManagementCall call) =>
        Task.FromResult(Response.Ok(new ShadowReport { EngineId = identity.Id, Policies = shadows.Report() },
            ContractsJson.Default.ShadowReport));

    public Task<Response> ConfigurationAsync(ManagementCall call) => Task.FromResult(Response.Ok(configuration.Write));

    private static PolicyStatus Describe(ActivePolicy policy) => new(
        policy.Id,
        policy.ContentHash,
        policy.FrontMatter.Title,
        policy.FrontMatter.Shadow ? "shadow" : "enforce",
        policy.FrontMatter.Providers.IsDefault ? ImmutableArray<string>.Empty : policy.FrontMatter.Providers,
        policy.Owner);
}
