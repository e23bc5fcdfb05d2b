using System.Collections.Immutable;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Testing;

/// <summary>The result of running a tests file.</summary>
/// <param name="Diagnostics">What is wrong with the file; no case ran when there is something.</param>
/// <param name="Results">One result for each case, in the file's order.</param>
internal sealed record PolicyTestReport(ImmutableArray<Diagnostic> Diagnostics, ImmutableArray<PolicyTestResult> Results)
{
    /// <summary>Whether there were cases and all passed.</summary>
    public bool Passed => Diagnostics.IsEmpty && Results.Length > 0 && Results.All(static r => r.Passed);

    /// <summary>What the cases reached; <see langword="null"/> when they ran without a trace.</summary>
    public Coverage? Coverage { get; init; }
}

/// <summary>The result of one case.</summary>
/// <param name="Name">The case's name.</param>
/// <param name="Location">Where the case begins.</param>
/// <param name="Differences">What differed from what was expected, one line each; empty when it passed.</param>
/// <param name="Got">What was decided.</param>
internal sealed record PolicyTestResult(string Name, Location Location, ImmutableArray<string> Differences, Decision Got)
{
    public bool Passed => Differences.IsEmpty;

    /// <summary>Of a case that failed: how the policies came to what they said; empty without a trace. Of a policy that refused only what led to it.</summary>
    public ImmutableArray<PolicyTrace> Trace { get; init; } = [];
}
