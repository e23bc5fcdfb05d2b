using System.Collections.Immutable;
using Argos.Rules.Compiler;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Core.Explain;
using Argos.Rules.Core.Policies;
using Argos.Rules.Engine.Tests.Sandbox;
using Argos.Rules.Language;
using Argos.Rules.Sandbox.Declarations;

namespace Argos.Rules.Engine.Tests.Explain;

/// <summary>Runs one script with its trace on the sandbox's small world.</summary>
internal static class Traced
{
    public static PolicyTrace Full(string source) => Run(source, ExplainModes.Full, Harness.Context()).Trace;

    public static PolicyTrace Fails(string source) => Run(source, ExplainModes.Fails, Harness.Context()).Trace;

    public static (PolicyResult Result, PolicyTrace Trace) Run(string source, string mode, PolicyContext context)
    {
        using var policies = new TracedPolicies(static (id, text, cancellation) => Task.FromResult(PolicyCompiler.CompileTraced(id, text, cancellation)));
        var active = new ActivePolicy("p", source, "hash", new FrontMatter(), static _ => throw new InvalidOperationException("the traced form was to run"), null);
        var traced = policies.PrepareAsync([active], CancellationToken.None).GetAwaiter().GetResult();
        Assert.That(traced.Problems, Is.Empty);
        var applied = PolicySet.Empty.With(active).For(context.Input.Provider, default).Policies;
        var run = new TraceRun(traced, context.Input);
        var result = PolicyRun.Execute(run.Over(applied).Single().Policy, context, TimeProvider.System);
        var (recorder, used) = run.Records["p"];
        return (result, TraceBuilder.Build(result, recorder, traced.Policies["hash"].Sites, used, mode));
    }

    /// <summary>The conditions of a trace, short: <c>kind value compared</c>.</summary>
    public static ImmutableArray<string> Lines(PolicyTrace trace) =>
        [.. trace.Conditions.Select(static c => string.Join(' ', new[] { c.Kind, c.Value switch { true => "true", false => "false", _ => null }, c.Compared }.OfType<string>()))];
}
