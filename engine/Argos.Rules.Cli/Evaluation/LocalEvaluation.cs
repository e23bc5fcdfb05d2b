using Argos.Rules.Cli.Terminals;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Compilation;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Core.DryRun;
using Argos.Rules.Core.Explain;
using Argos.Rules.Core.Policies;
using Argos.Rules.Core.Snapshots;
using Argos.Rules.Core.Tokens;
using Argos.Rules.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argos.Rules.Cli.Evaluation;

/// <summary>A dry run in this process: the engine's, over nothing but what is given.</summary>
internal static class LocalEvaluation
{
    public static async Task<DryRunResult> RunAsync(DryRunRequest request, Terminal terminal, CancellationToken cancellation)
    {
        await using var host = new CompileWorkerHost(new ScriptingOptions(), TimeProvider.System, NullLogger<CompileWorkerHost>.Instance);
        using var activator = new PolicyActivator(terminal.Compile ?? host.CompileAsync, static _ => null);
        using var candidates = new CandidatePolicies(activator, load: true);
        using var tokens = new TokenVerification();
        using var traced = new TracedPolicies(terminal.CompileTraced ?? host.CompileTracedAsync);
        var evaluator = new Evaluator(tokens, terminal.Time);
        return await new DryRunner(static () => Snapshot.Empty, new LocalTrial(evaluator), candidates, traced, terminal.Time).RunAsync(request, cancellation);
    }
}
