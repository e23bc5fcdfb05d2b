using Argos.Rules.Cli.Sources;
using Argos.Rules.Cli.Terminals;
using Argos.Rules.Core.Compilation;
using Argos.Rules.Core.Explain;
using Argos.Rules.Core.Policies;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argos.Rules.Cli.Compiling;

/// <summary>Makes policies ready as the engine does: all gates, and the compiler in a process of its own.</summary>
internal sealed class LocalCompiler : IAsyncDisposable
{
    private readonly CompileWorkerHost _host = new(new ScriptingOptions(), TimeProvider.System, NullLogger<CompileWorkerHost>.Instance);
    private readonly PolicyActivator _activator;
    private readonly TracedPolicies _traced;

    public LocalCompiler(Terminal terminal) =>
        (_activator, _traced) = (new PolicyActivator(terminal.Compile ?? _host.CompileAsync, static _ => null), new TracedPolicies(terminal.CompileTraced ?? _host.CompileTracedAsync));

    /// <summary>Compiles and loads a policy; every error and warning comes back at once, placed in the file.</summary>
    public async Task<ActivationResult> CompileAsync(PolicyFile file, CancellationToken cancellation)
    {
        var (source, problem) = SourceReader.Read(file.Path, file.Shown);
        return source is null ? new ActivationResult(null, [problem!]) : await CompileAsync(file, source, cancellation);
    }

    /// <summary>The same for a text that is not, or not yet, on disk.</summary>
    public async Task<ActivationResult> CompileAsync(PolicyFile file, string source, CancellationToken cancellation)
    {
        var result = await _activator.ActivateAsync(file.Id, source, owner: null, cancellation);
        return result with { Diagnostics = [.. result.Diagnostics.Select(file.Place)] };
    }

    /// <summary>Compiles policies once more, so that they report on themselves.</summary>
    public Task<TracedSet> TraceAsync(PolicySet policies, CancellationToken cancellation) => _traced.PrepareAsync(policies.All, cancellation);

    public async ValueTask DisposeAsync()
    {
        _traced.Dispose();
        _activator.Dispose();
        await _host.DisposeAsync();
    }
}
