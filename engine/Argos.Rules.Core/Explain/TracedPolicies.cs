using Argos.Rules.Core.Compilation;
using Argos.Rules.Core.Policies;
using Argos.Rules.Sandbox;
using Argos.Rules.Sandbox.Messages;
using Argos.Rules.Sandbox.Metering;
using Microsoft.Extensions.Caching.Memory;

namespace Argos.Rules.Core.Explain;

/// <summary>Compiles policies once more, so that they report on themselves. Only when somebody asks; the last ones are kept.</summary>
/// <param name="compile">Compiles for a trace: id, source text.</param>
/// <param name="budget">What one evaluation may use: that of the policies in force.</param>
internal sealed class TracedPolicies(Func<string, string, CancellationToken, Task<CompileResult>> compile, Budget? budget = null) : IDisposable
{
    private const int MaximumKept = 64;

    private static readonly TimeSpan Unused = TimeSpan.FromMinutes(10);

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = MaximumKept });

    /// <summary>Makes the traced images of policies, and loads none.</summary>
    public async Task<TracedImages> CompileAsync(IEnumerable<ActivePolicy> policies, CancellationToken cancellation)
    {
        var set = TracedImages.Empty;
        foreach (var policy in policies)
        {
            var (image, problem) = await ImageAsync(policy, cancellation);
            set = image is null
                ? set with { Problems = set.Problems.SetItem(policy.ContentHash, problem) }
                : set with { Images = set.Images.SetItem(policy.ContentHash, image) };
        }
        return set;
    }

    /// <summary>Makes the traced form of policies, and loads it into this process, which must not be one that decides.</summary>
    public async Task<TracedSet> PrepareAsync(IEnumerable<ActivePolicy> policies, CancellationToken cancellation) => (await CompileAsync(policies, cancellation)).Load(budget);

    public void Dispose() => _kept.Dispose();

    private async Task<(CompiledPolicy? Image, string Problem)> ImageAsync(ActivePolicy policy, CancellationToken cancellation)
    {
        if (_kept.TryGetValue(policy.ContentHash, out CompiledPolicy? known)) return (known, "");
        try
        {
            var compiled = await compile(policy.Id, policy.Source, cancellation);
            if (compiled.Policy is not { } image) return (null, compiled.Diagnostics is [var first, ..] ? first.Message : "it does not compile");
            _kept.Set(policy.ContentHash, image, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = Unused });
            return (image, "");
        }
        catch (CompilerUnavailableException problem)
        {
            return (null, problem.Message);
        }
    }
}
