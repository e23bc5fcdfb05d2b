using Argos.Rules.Core.Policies;
using Argos.Rules.Core.Telemetry;

namespace Argos.Rules.Engine.Management;

/// <summary>Counts what is put into force and what is refused.</summary>
internal sealed class CountedActivator(PolicyActivator activator, EngineMetrics metrics) : IPolicyActivator
{
    public async Task<ActivationResult> PrepareAsync(string id, string source, string? owner, CancellationToken cancellation)
    {
        var result = await activator.PrepareAsync(id, source, owner, cancellation);
        if (result.Policy is null) metrics.Activated(false);
        return result;
    }

    public ActivationResult Enter(ActivePolicy prepared)
    {
        var result = activator.Enter(prepared);
        metrics.Activated(result.Policy is not null);
        return result;
    }
}
