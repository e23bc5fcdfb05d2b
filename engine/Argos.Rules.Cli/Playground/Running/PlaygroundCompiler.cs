using Argos.Rules.Cli.Terminals;
using Argos.Rules.Core.Compilation;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argos.Rules.Cli.Playground.Running;

/// <summary>One compiler, in a process of its own, for all runs of all pages: it is killed at its limits, and warm for the next.</summary>
internal sealed class PlaygroundCompiler : IAsyncDisposable
{
    private readonly CompileWorkerHost _host = new(new ScriptingOptions(), TimeProvider.System, NullLogger<CompileWorkerHost>.Instance);

    public PlaygroundCompiler(Terminal terminal) => Terminal = new Terminal
    {
        Out = TextWriter.Null,
        Error = TextWriter.Null,
        Folder = Path.GetTempPath(),
        Time = terminal.Time,
        Compile = new RememberedCompiler(terminal.Compile ?? _host.CompileAsync).CompileAsync,
        CompileTraced = new RememberedCompiler(terminal.CompileTraced ?? _host.CompileTracedAsync).CompileAsync,
    };

    /// <summary>Where commands run in silence, with this compiler.</summary>
    public Terminal Terminal { get; }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
