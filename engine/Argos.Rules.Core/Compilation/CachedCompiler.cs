using Argos.Rules.Sandbox.Messages;

namespace Argos.Rules.Core.Compilation;

/// <summary>Compiles policies that are to be put into force: those that are known are not compiled again. Candidates go to the compiler itself.</summary>
internal sealed class CachedCompiler(PolicyCache cache, CompileWorkerHost compiler)
{
    /// <summary>The compiled policy of a text, from the cache or the compiler.</summary>
    /// <param name="id">The policy's id.</param>
    /// <param name="source">Its text.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="CompilerUnavailableException">The compiler is needed and cannot be started.</exception>
    public async Task<CompileResult> CompileAsync(string id, string source, CancellationToken cancellation)
    {
        if (cache.Find(id, source) is { } known) return known;
        var result = await compiler.CompileAsync(id, source, cancellation);
        if (result.Policy is not null) cache.Keep(source, result);
        return result;
    }
}
