using System.Globalization;
using System.Text;
using Argos.Rules.Contracts.Decisions;

namespace Argos.Rules.Engine.Explain;

/// <summary>A trace for people: one line for each condition and call, in the order in which they were reached, in columns.</summary>
internal static class TraceText
{
    private const int MaximumText = 72;

    /// <summary>The lines of a trace; each ends with a line feed.</summary>
    public static string Render(PolicyTrace trace)
    {
        var lines = trace.Conditions.Select(static c => new Line(c.Order, Place(c.Row, c.Col), c.Value switch { true => "true", false => "false", _ => c.Kind }, c.Text, c.Compared))
            .Concat(trace.Calls.Select(static c => new Line(c.Order, Place(c.Row, c.Col), "call", c.Text, "= " + c.Result)))
            .OrderBy(static l => l.Order).ToList();
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{trace.Policy}: {trace.Steps} steps, {trace.Bytes} bytes\n");
        var places = lines.Select(static l => l.Place.Length).DefaultIfEmpty(0).Max();
        var texts = lines.Where(static l => l.Values is not null).Select(static l => Math.Min(l.Text.Length, MaximumText)).DefaultIfEmpty(0).Max();
        foreach (var line in lines)
        {
            text.Append("  ").Append(line.Place.PadLeft(places)).Append("  ").Append(line.Said.PadRight(6)).Append("  ");
            text.Append(line.Values is null ? line.Text : $"{line.Text.PadRight(texts)}  {line.Values}").Append('\n');
        }
        if (trace.Problem is not null) text.Append("  ").Append(trace.Problem).Append('\n');
        return text.ToString();
    }

    private static string Place(int row, int col) => string.Create(CultureInfo.InvariantCulture, $"{row}:{col}");

    private sealed record Line(int Order, string Place, string Said, string Text, string? Values);
}
