using System.Collections.Immutable;

namespace Argos.Rules.Cli.LanguageServer.Protocol;

/// <summary>What came of running cases: the result of the commands.</summary>
/// <param name="Passed">How many cases passed.</param>
/// <param name="Failed">How many failed.</param>
/// <param name="Cases">Each case that was run.</param>
/// <param name="Problems">Why none was run: what is wrong with the policy or its tests, one line each.</param>
internal sealed record TestRunResult(int Passed, int Failed, ImmutableArray<TestRunCase> Cases, ImmutableArray<string> Problems);

/// <summary>Which cases are run: the one of a name, or all.</summary>
internal sealed record CaseParameters(string? Name);

/// <summary>One case.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Line">Where it begins in the tests file, from 0.</param>
/// <param name="Character">Where it begins in the line, from 0.</param>
/// <param name="Passed">Whether it passed.</param>
/// <param name="Differences">What was other than expected.</param>
/// <param name="Trace">How it came to that, as `argos test` shows it.</param>
internal sealed record TestRunCase(
    string Name, int Line, int Character, bool Passed, ImmutableArray<string> Differences, ImmutableArray<string> Trace);
