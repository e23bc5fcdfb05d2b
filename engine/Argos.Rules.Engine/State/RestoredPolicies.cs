using System.Collections.Immutable;
using Argos.Rules.Core.Compilation;
using Argos.Rules.Core.Policies;
using Argos.Rules.Core.Trials;

namespace Argos.Rules.Engine.State;

/// <summary>Makes policies that were in force ready again, by the same way as those that come in: compiled, checked, tried, loaded. What is at hand of an earlier start is used.</summary>
internal sealed class RestoredPolicies(IPolicyActivator activator, AdmissionGate gate, PolicyLimits limits)
{
    /// <summary>All of them.</summary>
    /// <param name="policies">The policies.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="InvalidDataException">One cannot be put into force. Without it the others could grant what it refused.</exception>
    public async Task<PolicySet> ActivateAsync(ImmutableArray<KnownPolicy> policies, CancellationToken cancellation)
    {
        var set = PolicySet.Empty;
        foreach (var known in policies)
        {
            var policy = await ActivateAsync(known, cancellation);
            if (limits.Problem(set, policy) is { } problem) throw new InvalidDataException($"{problem.Code}: {problem.Message}");
            set = set.With(policy);
        }
        return set;
    }

    private async Task<ActivePolicy> ActivateAsync(KnownPolicy known, CancellationToken cancellation)
    {
        try
        {
            var prepared = await activator.PrepareAsync(known.Id, known.Source, known.Owner, cancellation);
            if (prepared.Policy is not { } candidate) throw Refused(prepared.Diagnostics.FirstOrDefault()?.Message);
            var failures = await gate.CheckAsync(candidate, known.Tests, cancellation);
            if (!failures.IsEmpty) throw Refused(failures[0].Message);
            var entered = activator.Enter(candidate);
            return (entered.Policy ?? throw Refused(entered.Diagnostics.FirstOrDefault()?.Message)) with { Tests = known.Tests };
        }
        catch (Exception problem) when (problem is CompilerUnavailableException or TrialUnavailableException)
        {
            throw Refused(problem.Message);
        }

        InvalidDataException Refused(string? why) => new($"the policy `{known.Id}` of it cannot be put into force: {why}");
    }
}
