using Argos.Rules.Cli.Terminals;
using Argos.Rules.Core.Compilation;

namespace Argos.Rules.Cli.Playground.Running;

/// <summary>
/// One compiler, in a process of its own, for all runs and language servers of all pages: it is killed at its limits, and warm for the
/// next.
/// </summary>
internal sealed class PlaygroundCompiler(Terminal terminal, CompileWorkerHost host)
{
    /// <summary>Where commands run in silence, with this compiler.</summary>
    public Terminal Terminal { get; } = new()
    {
        Out = TextWriter.Null,
        Error = TextWriter.Null,
        Folder = Path.GetTempPath(),
        Time = terminal.Time,
        Compile = new RememberedCompiler(terminal.Compile ?? host.CompileAsync).CompileAsync,
        CompileTraced = new RememberedCompiler(terminal.CompileTraced ?? host.CompileTracedAsync).CompileAsync,
    };
}
