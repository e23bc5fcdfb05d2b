using Argos.Rules.Cli.Compiling;
using Argos.Rules.Cli.Sources;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Core.Explain;
using Argos.Rules.Core.Facts;
using Argos.Rules.Core.Policies;
using Argos.Rules.Core.Snapshots;
using Argos.Rules.Core.Tokens;
using Argos.Rules.Language;
using Argos.Rules.Testing;

namespace Argos.Rules.Cli.Playground.Running;

/// <summary>Explains one case of a project's tests, whether it passes or not.</summary>
internal static class ProjectCase
{
    public static async Task<CaseResponse> RunAsync(ProjectFolder folder, string name, CancellationToken cancellation)
    {
        if (folder.Policy is not { TestsPath: not null } policy) return new CaseResponse("there are no tests");
        await using var compiler = new LocalCompiler(folder.Terminal);
        var compiled = await compiler.CompileAsync(policy, cancellation);
        if (compiled.Policy is null) return new CaseResponse("the policy has errors") { Diagnostics = compiled.Diagnostics };
        var policies = PolicyUnderTest.Alone(compiled.Policy);
        return Explain(policy, name, policies, await compiler.TraceAsync(policies, cancellation));
    }

    private static CaseResponse Explain(PolicyFile policy, string name, PolicySet policies, TracedSet traced)
    {
        var (text, unreadable) = SourceReader.Read(policy.TestsPath!, policy.TestsShown!);
        var diagnostics = new TestDiagnostics(policy.TestsShown!);
        var tests = text is null ? null : PolicyTestFileReader.Read(text, diagnostics);
        if (tests is null || !diagnostics.Sorted().IsEmpty)
            return new CaseResponse("the tests have errors") { Diagnostics = unreadable is null ? diagnostics.Sorted() : [unreadable] };
        if (tests.Cases.FirstOrDefault(c => c.Name == name) is not { } test) return new CaseResponse($"there is no case `{name}`");
        using var keys = new TestKeys(tests);
        var (world, problem) = TestWorld.Of(tests, test, keys);
        return world is null ? new CaseResponse($"the case has data that cannot be: {problem}") : Explain(world, policies, traced);
    }

    private static CaseResponse Explain(TestWorld world, PolicySet policies, TracedSet traced)
    {
        using var tokens = new TokenVerification();
        var evaluator = new Evaluator(tokens, TimeProvider.System);
        var answer = CaseWorld.Of(world) with { Decision = TestDecision.Of(world, policies, evaluator) };
        if (PolicyInputReader.Read(world.Confirmation, world.Operation).Input is not { } input) return answer;
        var (evaluation, run) =
            Explainer.Evaluate(evaluator, new Snapshot(policies, world.Data, 0), traced, input, world.Now, new DecisionFacts(world.Facts));
        return answer with { Trace = Explainer.Traces(evaluation, run, traced, ExplainModes.Full) };
    }
}
