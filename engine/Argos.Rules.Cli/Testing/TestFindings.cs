using System.Collections.Immutable;
using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Cli.Testing;

/// <summary>Errors of policies and failing cases in one list, for the forms that know findings only.</summary>
internal static class TestFindings
{
    public const string FailedCode = "test-failed";

    public static ImmutableArray<Diagnostic> Of(ImmutableArray<TestedPolicy> tested) =>
        [.. tested.SelectMany(static t => t.Diagnostics.Concat(t.Cases.Where(static c => !c.Passed).Select(static c => new Diagnostic(FailedCode, $"case `{c.Name}`: {string.Join("; ", c.Differences)}", c.Location))))];
}
