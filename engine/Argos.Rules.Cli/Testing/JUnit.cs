using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using Argos.Rules.Cli.Reports;
using Argos.Rules.Testing;

namespace Argos.Rules.Cli.Testing;

/// <summary>Results as the JUnit XML that build servers read: one suite a policy, one case a case.</summary>
internal static class JUnit
{
    public static string Of(ImmutableArray<TestedPolicy> tested)
    {
        var suites = new XElement("testsuites",
            new XAttribute("name", "argos test"),
            new XAttribute("tests", tested.Sum(static t => t.Cases.Length)),
            new XAttribute("failures", tested.Sum(static t => t.Failed)),
            new XAttribute("errors", tested.Count(static t => t.IsBroken)),
            tested.Select(Suite));
        return new XDeclaration("1.0", "utf-8", null) + "\n" + suites;
    }

    private static XElement Suite(TestedPolicy policy) => new("testsuite",
        new XAttribute("name", policy.File.Name),
        new XAttribute("file", policy.File.TestsShown ?? policy.File.Shown),
        new XAttribute("tests", policy.Cases.Length + (policy.IsBroken ? 1 : 0)),
        new XAttribute("failures", policy.Failed),
        new XAttribute("errors", policy.IsBroken ? 1 : 0),
        new XAttribute("time", policy.Elapsed.TotalSeconds.ToString("F3", CultureInfo.InvariantCulture)),
        policy.Coverage is null ? null : Coverage(policy.Coverage),
        policy.IsBroken ? Broken(policy) : null,
        policy.Cases.Select(c => new XElement("testcase",
            new XAttribute("name", Printable(c.Name)),
            new XAttribute("classname", policy.File.Name),
            new XAttribute("file", c.Location.File),
            new XAttribute("line", c.Location.Row),
            c.Passed ? null : new XElement("failure", new XAttribute("message", Printable(c.Differences[0])), Printable(string.Join('\n', c.Differences.Concat(TestText.Trace(c))))))));

    private static XElement Coverage(PolicyCoverage coverage) => new("properties",
        new XElement("property", new XAttribute("name", "coverage.lines"), new XAttribute("value", CoverageText.Percent(coverage.LinePercent))),
        new XElement("property", new XAttribute("name", "coverage.branches"), new XAttribute("value", CoverageText.Percent(coverage.BranchPercent))));

    private static XElement Broken(TestedPolicy policy) => new("testcase",
        new XAttribute("name", "the policy and its tests have no errors"),
        new XAttribute("classname", policy.File.Name),
        new XElement("error",
            new XAttribute("message", Printable(policy.Diagnostics[0].Message)),
            Printable(string.Join('\n', policy.Diagnostics.Select(static d => $"{DiagnosticReport.Place(d.Location)}: {d.Severity} {d.Code}: {d.Message}")))));

    /// <summary>XML has no way to write control characters.</summary>
    private static string Printable(string text) => string.Concat(text.Select(static c => System.Xml.XmlConvert.IsXmlChar(c) ? c : '?'));
}
