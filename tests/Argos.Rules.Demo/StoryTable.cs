using Argos.Rules.TestKit.Story;
using Spectre.Console;

namespace Argos.Rules.Demo;

/// <summary>The results for a terminal.</summary>
internal static class StoryTable
{
    public static Table Build(IEnumerable<StoryResult> results)
    {
        var table = new Table().RoundedBorder().AddColumns("", "step", "HTTP", "code", "certificate");
        foreach (var result in results)
        {
            table.AddRow(
                new Markup(result.AsExpected ? "[green]as expected[/]" : "[red]WRONG[/]"),
                new Text(result.AsExpected ? result.Title : $"{result.Title}\nexpected {result.Expected} {result.Problem}"),
                new Text(StoryText.Status(result)),
                new Text(result.Actual.Codes),
                new Text(string.Join('\n', StoryText.Certificate(result))));
        }
        return table;
    }
}
