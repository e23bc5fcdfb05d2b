using System.Collections.Immutable;
using Argos.Rules.Contracts.Decisions;

namespace Argos.Rules.Testing;

/// <summary>Says in words how a decision differs from what was expected.</summary>
internal static class Comparison
{
    public static ImmutableArray<string> Differences(Expectation expected, Decision got)
    {
        var differences = ImmutableArray.CreateBuilder<string>();
        if (expected.Outcome != got.Outcome) differences.Add($"outcome: expected {Word(expected.Outcome)}, got {Word(got.Outcome)} {List(got.Codes)}");
        if (expected.Codes is { } codes && !codes.SequenceEqual(got.Codes)) differences.Add($"codes: expected {List(codes)}, got {List(got.Codes)}");
        if (expected.Attributes is { } attributes) AddAttributes(differences, attributes, got.Attributes);
        if (differences.Count > 0) differences.AddRange(got.Policies.Select(Said));
        return differences.ToImmutable();
    }

    private static void AddAttributes(ImmutableArray<string>.Builder differences, ImmutableSortedDictionary<string, string> expected, ImmutableSortedDictionary<string, string> got)
    {
        foreach (var name in expected.Keys.Union(got.Keys).Order(StringComparer.Ordinal))
        {
            var (wanted, had) = (expected.GetValueOrDefault(name), got.GetValueOrDefault(name));
            if (wanted != had) differences.Add($"attribute `{name}`: expected {Quote(wanted)}, got {Quote(had)}");
        }
    }

    private static string Said(PolicyResult result) =>
        $"policy `{result.Policy}` said {result.Outcome}{(result.Code is null ? "" : $" `{result.Code}`")}{(result.Detail is null ? "" : $": {result.Detail}")}";

    private static string Word(DecisionOutcome outcome) => outcome switch
    {
        DecisionOutcome.Allowed => "allowed",
        DecisionOutcome.Denied => "denied",
        _ => "undecided",
    };

    private static string List(ImmutableArray<string> codes) => $"[{string.Join(", ", codes)}]";

    private static string Quote(string? text) => text is null ? "nothing" : $"`{text}`";
}
