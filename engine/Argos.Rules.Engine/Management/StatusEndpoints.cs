using System.Collections.Immutable;
using System.Reflection;
using Argos.Rules.Contracts;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Policies;
using Argos.Rules.Core.Snapshots;
using Argos.Rules.Core.Sync;

namespace Argos.Rules.Engine.Management;

/// <summary><c>/v1/status</c> and <c>/v1/config</c>.</summary>
internal sealed class StatusEndpoints(
    SnapshotStore store,
    SyncRegistry registry,
    Readiness readiness,
    EngineIdentity identity,
    ConfigurationView configuration,
    ISuspensionStatus suspension,
    ManagementWarnings warnings)
{
    private static readonly string Version =
        typeof(StatusEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    public Task<Response> StatusAsync(ManagementCall call)
    {
        var snapshot = store.Current;
        var reasons = readiness.NotReadyReasons();
        return Task.FromResult(Response.Ok(
            new EngineStatus
            {
                EngineId = identity.Id,
                Version = Version,
                Ready = reasons.IsEmpty,
                NotReadyReasons = reasons,
                Revision = snapshot.Revision,
                StartedAt = identity.StartedAt,
                Policies = [.. snapshot.Policies.All.Select(policy => Describe(policy) with { Suspended = suspension.Status(policy) })],
                Sources = registry.Status(),
                Pods = snapshot.Data.PodCount,
                Warnings = warnings.All,
            },
            ContractsJson.Default.EngineStatus));
    }

    public Task<Response> ConfigurationAsync(ManagementCall call) => Task.FromResult(Response.Ok(configuration.Write));

    private static PolicyStatus Describe(ActivePolicy policy) => new(
        policy.Id,
        policy.ContentHash,
        policy.FrontMatter.Title,
        policy.FrontMatter.Shadow ? "shadow" : "enforce",
        policy.FrontMatter.Providers.IsDefault ? ImmutableArray<string>.Empty : policy.FrontMatter.Providers,
        policy.Owner);
}
