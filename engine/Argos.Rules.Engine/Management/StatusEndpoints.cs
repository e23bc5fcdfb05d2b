using System.Collections.Immutable;
using System.Reflection;
using Argos.Rules.Contracts;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Engine.Policies;
using Argos.Rules.Engine.Snapshots;
using Argos.Rules.Engine.Sync;

namespace Argos.Rules.Engine.Management;

/// <summary><c>/v1/status</c> and <c>/v1/config</c>.</summary>
internal sealed class StatusEndpoints(
    SnapshotStore store,
    SyncRegistry registry,
    Readiness readiness,
    EngineIdentity identity,
    ConfigurationView configuration,
    Func<ActivePolicy, SuspensionStatus?> suspended,
    ManagementWarnings warnings,
    SettingsReview settings)
{
    private static readonly string Version =
        typeof(StatusEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    public Task<Answer> StatusAsync(ManagementCall call)
    {
        var snapshot = store.Current;
        var reasons = readiness.NotReadyBecause();
        return Task.FromResult(Answer.Ok(
            new EngineStatus
            {
                EngineId = identity.Id,
                Version = Version,
                Ready = reasons.IsEmpty,
                NotReadyBecause = reasons,
                Revision = snapshot.Revision,
                StartedAt = identity.StartedAt,
                Policies = [.. snapshot.Policies.All.Select(policy => Describe(policy) with { Suspended = suspended(policy) })],
                Sources = registry.Status(),
                InvalidSettings = settings.All,
                Pods = snapshot.Data.PodCount,
                Warnings = warnings.All,
            },
            ContractsJson.Default.EngineStatus));
    }

    public Task<Answer> ConfigurationAsync(ManagementCall call) => Task.FromResult(Answer.Ok(configuration.Write));

    private static PolicyStatus Describe(ActivePolicy policy) => new(
        policy.Id,
        policy.ContentHash,
        policy.FrontMatter.Title,
        policy.FrontMatter.Shadow ? "shadow" : "enforce",
        policy.FrontMatter.Providers.IsDefault ? ImmutableArray<string>.Empty : policy.FrontMatter.Providers,
        policy.Owner);
}
