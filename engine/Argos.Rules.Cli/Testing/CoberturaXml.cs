using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using Argos.Rules.Cli.Terminals;
using Argos.Rules.Hosting.Diagnostics;
using Argos.Rules.Testing;

namespace Argos.Rules.Cli.Testing;

/// <summary>Coverage as the Cobertura XML (coverage-04.dtd) that build servers read: one package, one class a policy.</summary>
internal static class CoberturaXml
{
    public static string Of(ImmutableArray<TestedPolicy> tested, Terminal terminal)
    {
        var measured = tested.Where(static t => t.Coverage is not null).ToArray();
        var sum = new Sum(measured.Sum(static t => t.Coverage!.LinesHit), measured.Sum(static t => t.Coverage!.Lines.Length), measured.Sum(static t => t.Coverage!.BranchesHit), measured.Sum(static t => t.Coverage!.Branches));
        var root = new XElement("coverage",
            Rates(sum),
            new XAttribute("lines-covered", sum.LinesHit),
            new XAttribute("lines-valid", sum.Lines),
            new XAttribute("branches-covered", sum.BranchesHit),
            new XAttribute("branches-valid", sum.Branches),
            new XAttribute("complexity", 0),
            new XAttribute("version", "argos " + ProductInfo.Version),
            new XAttribute("timestamp", terminal.Time.GetUtcNow().ToUnixTimeMilliseconds()),
            new XElement("sources", new XElement("source", terminal.Folder)),
            new XElement("packages", new XElement("package", new XAttribute("name", "policies"), Rates(sum), new XAttribute("complexity", 0), new XElement("classes", measured.Select(Class)))));
        return new XDeclaration("1.0", "utf-8", null) + "\n" + new XDocumentType("coverage", null, "http://cobertura.sourceforge.net/xml/coverage-04.dtd", null) + "\n" + root;
    }

    private static XElement Class(TestedPolicy policy)
    {
        var coverage = policy.Coverage!;
        return new XElement("class",
            new XAttribute("name", policy.File.Name),
            new XAttribute("filename", policy.File.Shown),
            Rates(new Sum(coverage.LinesHit, coverage.Lines.Length, coverage.BranchesHit, coverage.Branches)),
            new XAttribute("complexity", 0),
            new XElement("methods"),
            new XElement("lines", coverage.Lines.Select(Line)));
    }

    private static XElement Line(CoveredLine line) => new("line",
        new XAttribute("number", line.Row),
        new XAttribute("hits", line.Hits),
        new XAttribute("branch", line.Branches > 0 ? "true" : "false"),
        line.Branches > 0 ? new XAttribute("condition-coverage", string.Create(CultureInfo.InvariantCulture, $"{100 * line.BranchesHit / line.Branches}% ({line.BranchesHit}/{line.Branches})")) : null);

    private static XAttribute[] Rates(Sum sum) => [new("line-rate", Rate(sum.LinesHit, sum.Lines)), new("branch-rate", Rate(sum.BranchesHit, sum.Branches))];

    private static string Rate(int hit, int all) => (all == 0 ? 1 : Math.Floor(10_000.0 * hit / all) / 10_000).ToString("0.####", CultureInfo.InvariantCulture);

    private sealed record Sum(int LinesHit, int Lines, int BranchesHit, int Branches);
}
