using System.Security.Cryptography;
using System.Text;
using Argos.Rules.Core.Policies;
using Microsoft.Extensions.Caching.Memory;

namespace Argos.Rules.Core.DryRun;

/// <summary>Makes the candidates of dry runs ready. The last ones are kept: whoever tries a policy tries it many times.</summary>
/// <param name="activator">Compiles.</param>
/// <param name="load">Whether they are loaded into this process, which must not be one that decides.</param>
internal sealed class CandidatePolicies(PolicyActivator activator, bool load) : IDisposable
{
    private const int MaximumKept = 128;

    private static readonly TimeSpan Unused = TimeSpan.FromMinutes(10);

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = MaximumKept });

    /// <summary>Makes a candidate ready, or says why that is not possible.</summary>
    public async Task<ActivationResult> PrepareAsync(string id, string source, CancellationToken cancellation)
    {
        // Longer texts are refused without compiling, so there is nothing to keep.
        if (source.Length > PolicyActivator.MaximumBytes) return await CompileAsync(id, source, cancellation);
        var key = (id, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source))));
        if (_kept.TryGetValue(key, out ActivationResult? known)) return known!;
        var result = await CompileAsync(id, source, cancellation);
        // A failure may have passed by the next time, for example when the compiler has died.
        if (result.Policy is not null) _kept.Set(key, result, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = Unused });
        return result;
    }

    public void Dispose()
    {
        _kept.Dispose();
        activator.Dispose();
    }

    private Task<ActivationResult> CompileAsync(string id, string source, CancellationToken cancellation) =>
        load ? activator.ActivateAsync(id, source, owner: null, cancellation) : activator.PrepareAsync(id, source, owner: null, cancellation);
}
