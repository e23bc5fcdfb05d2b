using System.Text;
using Argos.Rules.Sandbox.Metadata;
using Argos.Rules.Sandbox.Text;

namespace Argos.Rules.Engine.Tests.Sandbox;

/// <summary>A limit of the whole policy is reported where it is passed, and by names that stand in the text.</summary>
internal sealed class RefusalPlaceTests
{
    private const string Before = "// a comment\n\n";

    private static IEnumerable<TestCaseData> Limits()
    {
        yield return Case("patterns", Lines(40, static i => $"if (Matches(Input.Domain, \"a{i}\")) return Deny(\"no\");"), "ARG0313", 33,
            40);
        yield return Case("tuples", Tuples(), "ARG0416", 2, 60);
        yield return Case("functions", Lines(1, static _ => "return Deny(\"no\");") + Lines(100, static i => $"record R{i}(int X);"),
            "ARG0401", 2, 102);
        yield return Case("variables", Lines(1, static _ => "bool Wide() {")
            + Lines(150, static i => $"var t{i} = ((1L, 2L, 3L, 4L), Input.Domain + \"{i}\");")
            + Lines(150, static i => $"if (t{i}.Item2 == \"x\" || t{i}.Item2 == \"y\") return true;") + "return false; }\n",
            "ARG0410", 1, 302);
        yield return Case("array", Lines(1, static _ => "var n = 1;") + $"int[] a = [{string.Join(", ", Enumerable.Range(0, 200))}];\n",
            null, 2);
        yield return Case("index_by_long", Lines(1, static _ => "var n = 1L;") + "var a = new[] { 1, 2 }; var b = a[n];\n", null, 2);
        yield return Case("index_by_uint", Lines(1, static _ => "var n = 1U;") + "var a = new[] { 1, 2 }; var b = a[n];\n", null, 2);
        yield return Case("bytes", Lines(900, static _ => "// 2345678901234567890123456789012345678"), "ARG0101", 799);
    }

    [TestCaseSource(nameof(Limits))]
    public void Limit_is_reported_at_its_line(string text, string? code, int first, int last)
    {
        var rows = Before.Count(static c => c == '\n');

        var compiled = Harness.Compile(Before + text + "return Allow();\n");
        var gate = compiled.Policy is { } policy ? ImageGate.Check("p", policy) : [];
        var found = compiled.Diagnostics.Where(static d => d.Severity == "error").Concat(gate).ToArray();

        Assert.That(found, Is.Not.Empty);
        // Another limit may be passed as well.
        if (code is not null) found = [.. found.Where(d => d.Code == code)];
        Assert.That(found, Is.Not.Empty, code);
        foreach (var one in found)
        {
            TestContext.Out.WriteLine($"{one.Location?.Row}:{one.Location?.Col} {one.Code} {one.Message}");
            Assert.That(one.Location, Is.Not.Null, one.Message);
            Assert.That(one.Location!.Row - rows, Is.InRange(first, last), one.Message);
            Assert.That(one.Message, Does.Not.Contain("<").And.Not.Contain("MoveNext").And.Not.Match("[0-9A-F]{16}"),
                "the compiler's names");
        }
    }

    [TestCase("abc\ndef", 5, 2, 2)]
    [TestCase("äöü", 3, 1, 2)]
    [TestCase("\U0001F600x", 4, 1, 3)]
    public void Place_behind_so_many_bytes(string text, int bytes, int row, int col) =>
        Assert.That(TextPlace.Behind(text, bytes), Is.EqualTo((row, col)));

    private static TestCaseData Case(string name, string text, string? code, int first, int? last = null) =>
        new TestCaseData(text, code, first, last ?? first).SetName("{m}_" + name);

    private static string Tuples()
    {
        string[] types = ["1", "2L", "'c'", "true", "\"t\"", "2.5"];
        return "var n = 0;\n" + string.Concat(types.SelectMany(one =>
            types.Select(two => $"n += Input.SanDns.Select(d => ({one}, {two})).Where(p => n > 0).Count();\n")));
    }

    private static string Lines(int count, Func<int, string> line)
    {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++) text.Append(line(i)).Append('\n');
        return text.ToString();
    }
}
