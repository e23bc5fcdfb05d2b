using Argos.Rules.Engine.Policies;
using Argos.Rules.Engine.Sandbox.Metering;
using Argos.Rules.Engine.Scripting;
using Microsoft.Extensions.Caching.Memory;

namespace Argos.Rules.Engine.Explain;

/// <summary>Compiles policies once more, so that they report on themselves. Only when somebody asks; the last ones are kept.</summary>
/// <param name="compile">Compiles for a trace: id, source text.</param>
/// <param name="budget">What one evaluation may use: that of the policies in force.</param>
internal sealed class TracedPolicies(Func<string, string, CancellationToken, Task<CompileResult>> compile, Budget? budget = null) : IDisposable
{
    private const int MaximumKept = 64;

    private static readonly TimeSpan Unused = TimeSpan.FromMinutes(10);

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = MaximumKept });

    /// <summary>Makes the traced form of policies.</summary>
    public async Task<TracedSet> PrepareAsync(IEnumerable<ActivePolicy> policies, CancellationToken cancellation)
    {
        var set = TracedSet.Empty;
        foreach (var policy in policies)
        {
            var (traced, problem) = await TracedAsync(policy, cancellation);
            set = traced is null
                ? set with { Problems = set.Problems.SetItem(policy.ContentHash, problem) }
                : set with { Policies = set.Policies.SetItem(policy.ContentHash, traced) };
        }
        return set;
    }

    public void Dispose() => _kept.Dispose();

    private async Task<(TracedPolicy? Policy, string Problem)> TracedAsync(ActivePolicy policy, CancellationToken cancellation)
    {
        if (_kept.TryGetValue(policy.ContentHash, out TracedPolicy? known)) return (known, "");
        try
        {
            var compiled = await compile(policy.Id, policy.Source, cancellation);
            if (compiled.Policy is null) return (null, compiled.Diagnostics is [var first, ..] ? first.Message : "it does not compile");
            var traced = new TracedPolicy(PolicyLoader.Load(compiled.Policy, budget, traced: true), compiled.Policy.Sites);
            _kept.Set(policy.ContentHash, traced, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = Unused });
            return (traced, "");
        }
        catch (BadImageFormatException problem)
        {
            return (null, problem.Message);
        }
        catch (CompilerUnavailableException problem)
        {
            return (null, problem.Message);
        }
    }
}
