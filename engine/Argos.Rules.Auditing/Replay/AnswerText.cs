using System.Collections.Immutable;
using System.Text;
using Argos.Rules.Contracts.Decisions;

namespace Argos.Rules.Auditing.Replay;

/// <summary>Answers as texts: equal answers are equal, byte for byte. The time that policies took is not part of an answer.</summary>
internal static class AnswerText
{
    /// <summary>The codes that the engine adds to a wait when it gives up: they say when, not what was found.</summary>
    private static readonly string[] OfWaiting = [DecisionCodes.WaitTimeout, DecisionCodes.FactUnavailable, DecisionCodes.ClientClosed, DecisionCodes.Overloaded];

    public static string Of(string outcome, IEnumerable<string> codes, ImmutableSortedDictionary<string, string> granted, IEnumerable<RecordedPolicy> policies)
    {
        var text = new StringBuilder(256).Append(Summary(outcome, codes, granted));
        foreach (var policy in policies) text.Append('\n').AppendJoin('\t', policy.Id, policy.Hash, policy.Outcome, policy.Code, policy.Detail, policy.WaitsFor);
        return text.ToString();
    }

    public static string Summary(string outcome, IEnumerable<string> codes, ImmutableSortedDictionary<string, string> granted)
    {
        var all = string.Join(", ", outcome == "undecided" ? codes.Except(OfWaiting) : codes);
        var directives = string.Join(", ", granted.Select(static g => $"{g.Key}={g.Value}"));
        return $"{outcome}{(all.Length > 0 ? $" [{all}]" : "")}{(directives.Length > 0 ? $" {directives}" : "")}";
    }
}
