using Argos.Rules.Cli.Sources;
using Argos.Rules.Cli.Terminals;
using Argos.Rules.Engine.Policies;
using Argos.Rules.Engine.Scripting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argos.Rules.Cli.Compiling;

/// <summary>Makes policies ready as the engine does: all gates, and the compiler in a process of its own.</summary>
internal sealed class LocalCompiler : IAsyncDisposable
{
    private readonly CompileWorkerHost _host = new(new ScriptingOptions(), TimeProvider.System, NullLogger<CompileWorkerHost>.Instance);
    private readonly PolicyActivator _activator;

    public LocalCompiler(Terminal terminal) => _activator = new PolicyActivator(terminal.Compile ?? _host.CompileAsync, static _ => null);

    /// <summary>Compiles and loads a policy; every error and warning comes back at once, placed in the file.</summary>
    public async Task<ActivationResult> CompileAsync(PolicyFile file, CancellationToken cancellation)
    {
        var (source, problem) = SourceReader.Read(file.Path, file.Shown);
        if (source is null) return new ActivationResult(null, [problem!]);
        var result = await _activator.ActivateAsync(file.Id, source, owner: null, cancellation);
        return result with { Diagnostics = [.. result.Diagnostics.Select(file.Place)] };
    }

    public async ValueTask DisposeAsync()
    {
        _activator.Dispose();
        await _host.DisposeAsync();
    }
}
