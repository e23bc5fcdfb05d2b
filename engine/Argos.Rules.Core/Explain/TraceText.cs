using System.Collections.Immutable;
using System.Globalization;
using Argos.Rules.Contracts.Decisions;

namespace Argos.Rules.Core.Explain;

/// <summary>A trace for people: one line for each condition and call, in the order in which they were reached, in columns.</summary>
internal static class TraceText
{
    private const int MaximumText = 72;

    /// <summary>The lines of a trace with its policy and what it cost as a head; each ends with a line feed.</summary>
    public static string Render(PolicyTrace trace) =>
        string.Concat(Lines(trace).Prepend(string.Create(CultureInfo.InvariantCulture, $"{trace.Policy}: {trace.Steps} steps, {trace.Bytes} bytes")).Select(static line => line + "\n"));

    /// <summary>The lines of a trace: place, what it came to, source text, values.</summary>
    public static ImmutableArray<string> Lines(PolicyTrace trace)
    {
        var lines = trace.Conditions.Select(static c => new Line(c.Order, Place(c.Row, c.Col), c.Value switch { true => "true", false => "false", _ => c.Kind }, c.Text, c.Compared))
            .Concat(trace.Calls.Select(static c => new Line(c.Order, Place(c.Row, c.Col), "call", c.Text, "= " + c.Result)))
            .OrderBy(static l => l.Order).ToArray();
        var places = lines.Select(static l => l.Place.Length).DefaultIfEmpty(0).Max();
        var texts = lines.Where(static l => l.Values is not null).Select(static l => Math.Min(l.Text.Length, MaximumText)).DefaultIfEmpty(0).Max();
        var shown = lines.Select(l => $"  {l.Place.PadLeft(places)}  {l.Said,-6}  {(l.Values is null ? l.Text : $"{l.Text.PadRight(texts)}  {l.Values}")}");
        return [.. shown, .. trace.Problem is null ? [] : (string[])["  " + trace.Problem]];
    }

    private static string Place(int row, int col) => string.Create(CultureInfo.InvariantCulture, $"{row}:{col}");

    private sealed record Line(int Order, string Place, string Said, string Text, string? Values);
}
