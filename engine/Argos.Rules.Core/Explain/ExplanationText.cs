using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Core.Policies;

namespace Argos.Rules.Core.Explain;

/// <summary>What the policies said, in one sentence.</summary>
internal static class ExplanationText
{
    private const int MaximumNamed = 10;

    private const int MaximumProvider = 128;

    public static string Summary(PolicySet loaded, Evaluation evaluation, string provider)
    {
        if (evaluation.Results.IsEmpty) return $"no policy matches provider `{Shown(provider)}`; loaded: {Loaded(loaded)}";
        var said = string.Join("; ", evaluation.Results.Take(MaximumNamed).Select(Said));
        return evaluation.Results.Length > MaximumNamed ? $"{said}; and {evaluation.Results.Length - MaximumNamed} more" : said;
    }

    private static string Said(PolicyResult result) =>
        $"`{result.Policy}` said {result.Outcome}{(result.Code is null ? "" : $" `{result.Code}`")}{(result.Enforced ? "" : " (shadow, does not count)")}";

    private static string Loaded(PolicySet policies)
    {
        if (policies.Count == 0) return "none";
        var named = string.Join(", ", policies.All.Take(MaximumNamed).Select(static p => $"`{p.Id}` ({string.Join(' ', p.FrontMatter.Providers)})"));
        return policies.Count > MaximumNamed ? $"{named}, and {policies.Count - MaximumNamed} more" : named;
    }

    private static string Shown(string text) =>
        string.Concat(text.Take(MaximumProvider).Select(static c => char.IsControl(c) ? ' ' : c));
}
