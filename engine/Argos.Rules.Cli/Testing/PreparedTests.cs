using System.Collections.Immutable;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Core.Policies;
using Argos.Rules.Core.Tokens;
using Argos.Rules.Testing;

namespace Argos.Rules.Cli.Testing;

/// <summary>The cases of a tests file with their worlds made once: keys, tokens and data are the same for every mutant.</summary>
internal sealed class PreparedTests : IDisposable
{
    private readonly TokenVerification _tokens = new();
    private readonly Evaluator _evaluator;

    private PreparedTests(ImmutableArray<PreparedCase> cases)
    {
        Cases = cases;
        _evaluator = new Evaluator(_tokens, TimeProvider.System);
    }

    public ImmutableArray<PreparedCase> Cases { get; }

    public int Count => Cases.Length;

    /// <summary>Reads a tests file; diagnostics instead when there is anything wrong with it.</summary>
    public static (PreparedTests? Tests, ImmutableArray<Diagnostic> Diagnostics) Of(string text, string file)
    {
        var diagnostics = new TestDiagnostics(file);
        var tests = PolicyTestFileReader.Read(text, diagnostics);
        if (tests is null || !diagnostics.Sorted().IsEmpty) return (null, diagnostics.Sorted());
        using var keys = new TestKeys(tests);
        var cases = ImmutableArray.CreateBuilder<PreparedCase>(tests.Cases.Length);
        foreach (var test in tests.Cases)
        {
            var (world, problem) = TestWorld.Of(tests, test, keys);
            if (world is null) diagnostics.Report(test.Row, test.Col, $"case `{test.Name}` has data that cannot be: {problem}");
            else cases.Add(new PreparedCase(test, world));
        }
        return diagnostics.Sorted().IsEmpty ? (new PreparedTests(cases.ToImmutable()), []) : (null, diagnostics.Sorted());
    }

    /// <summary>The first case that the policy fails; <see langword="null"/> when it passes all.</summary>
    public PolicyTestCase? FirstFailure(ActivePolicy policy, CancellationToken cancellation)
    {
        var policies = PolicyUnderTest.Alone(policy);
        foreach (var (test, world) in Cases)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!Comparison.Differences(test.Expected, TestDecision.Of(world, policies, _evaluator)).IsEmpty) return test;
        }
        return null;
    }

    /// <summary>Evaluates every case once, in order.</summary>
    public void RunAll(ActivePolicy policy, Action<PolicyTestCase, Contracts.Decisions.Decision> got)
    {
        var policies = PolicyUnderTest.Alone(policy);
        foreach (var (test, world) in Cases) got(test, TestDecision.Of(world, policies, _evaluator));
    }

    public void Dispose() => _tokens.Dispose();
}
