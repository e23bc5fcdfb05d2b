using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;

namespace Argos.Rules.Engine.Tests.Fuzz;

/// <summary>How much is tried: some thousand inputs in an ordinary run, a number of one's own in a long one.</summary>
internal static class FuzzRuns
{
    private const string Variable = "ARGOS_FUZZ_RUNS";

    /// <summary>Inputs a target.</summary>
    public static long Count { get; } =
        long.TryParse(Environment.GetEnvironmentVariable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out var wanted)
            ? wanted : 3000;

    /// <summary>
    /// Tries the seeds, and then what is made of them. A failing input is shown as it was made, shrunk, with the seed
    /// that makes it again: put the input into the target's seeds, so that it is tried for ever.
    /// </summary>
    public static void Try(IReadOnlyList<string> seeds, IReadOnlyList<string> words, Action<string> target)
    {
        foreach (var seed in seeds) target(seed);
        Mutations.Of(seeds, words).Sample(target, iter: Count, threads: 1, print: static text => $"\n{Escaped(text)}\n");
    }

    /// <summary>
    /// The text as a JSON document; <see langword="null"/> when it is none: such a text does not get as far as the
    /// target.
    /// </summary>
    public static JsonElement? Json(string text)
    {
        try
        {
            return JsonElement.Parse(Encoding.UTF8.GetBytes(text));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The text as it arrives in UTF-8: half a character is none.</summary>
    public static string Unicode(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>A text that can be pasted into a test.</summary>
    private static string Escaped(string text) =>
        string.Concat(text.Select(static c => c is >= ' ' and <= '~' ? c.ToString() : $"\\u{(int)c:x4}"));
}
