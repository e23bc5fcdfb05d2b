using Argos.Rules.Engine.Configuration;

namespace Argos.Rules.Engine.Declarations;

/// <summary>Says which known name a name may have been meant to be.</summary>
internal static class NearestName
{
    private const int MaximumShown = 64;

    /// <summary>The name, safe to show, and the nearest known one: <c>`requireSanIP`; did you mean `requireSanIp`?</c></summary>
    public static string Described(string name, IEnumerable<string> known) =>
        $"`{Shown(name)}`{(Of(name, known) is { } nearest ? $"; did you mean `{nearest}`?" : "")}";

    /// <summary>The nearest known name; <see langword="null"/> when none is near enough to be meant.</summary>
    public static string? Of(string name, IEnumerable<string> known) =>
        // A name longer than any known one is not worth the comparison.
        name.Length > MaximumShown ? null : UnknownKeys.Suggestion(name, known);

    /// <summary>A text from outside, on one line and not too long.</summary>
    public static string Shown(string text) =>
        string.Concat((text.Length > MaximumShown ? text[..MaximumShown] + "..." : text).Select(static c => char.IsControl(c) ? ' ' : c));
}
