using System.Text.RegularExpressions;
using Argos.Rules.Engine.Tests.Sandbox;
using Argos.Rules.Language;

namespace Argos.Rules.Engine.Tests.Scripting;

/// <summary>What a newcomer writes at first is answered with what to write instead, in words of the language.</summary>
internal sealed partial class CompilerWordsTests
{
    [TestCase("if (Input.Domian == \"a\") return Deny(\"b\");", "`PolicyInput` has no `Domian`; did you mean `Domain`?")]
    [TestCase("if (Inptu.Domain == \"a\") return Deny(\"b\");", "there is no `Inptu`; did you mean `Input`?")]
    [TestCase("if (Domain == \"a\") return Deny(\"b\");", "did you mean `Input.Domain`?")]
    [TestCase("if (Pods.Find(\"a\", \"b\")?.Lables[\"a\"] == \"b\") return Deny(\"b\");", "`Pod` has no `Lables`; did you mean `Labels`?")]
    [TestCase("if (Input is { Domian: \"a\" }) return Deny(\"b\");", "`PolicyInput` has no `Domian`; did you mean `Domain`?")]
    [TestCase("if (Names.CheckUri() is { } bad) return Deny(bad);", "did you mean `CheckUris`?")]
    [TestCase("if (string.IsNulOrEmpty(Input.Hostname)) return Deny(\"b\");", "did you mean `IsNullOrEmpty`?")]
    [TestCase("Sting a = \"a\";", "there is no type `Sting`; did you mean `String`?")]
    [TestCase("if (Input.SanDns.Length > 1) return Deny(\"b\");", "write `.Count`")]
    [TestCase("if (Input.SanDns.Wher(d => d == \"a\").Any()) return Deny(\"b\");", "did you mean `Where`?")]
    [TestCase("foreach (var a in Data[\"a\"]) { if (a.Text == Input.Domain) return Deny(\"b\"); }", "write `Data[\"a\"].Items` for its values")]
    [TestCase("foreach (var a in Settings) { }", "write `Settings.Texts(\"name\")`")]
    [TestCase("if (Settings[\"a\"] == \"y\") return Deny(\"b\");", "write `Settings[\"a\"].Text == \"y\"`")]
    [TestCase("if (\"y\" != Settings[\"a\"]) return Deny(\"b\");", "write `\"y\" != Settings[\"a\"].Text`")]
    [TestCase("if (Settings[\"a\"] > 4) return Deny(\"b\");", "write `Settings[\"a\"].Number > 4`")]
    [TestCase("if (Settings[\"a\"].Bool) return Deny(\"b\");", "write `.Flag`")]
    [TestCase("if (Settings[\"a\"].Flag) return Deny(\"b\");", "write `Settings[\"a\"].Flag == true`")]
    [TestCase("if (Settings[\"a\"]) return Deny(\"b\");", "write `Settings[\"a\"].Flag == true`")]
    [TestCase("if (!Settings[\"a\"]) return Deny(\"b\");", "write `!Settings[\"a\"].Exists`")]
    [TestCase("if (Settings.Issuer == \"a\") return Deny(\"b\");", "`Settings.Text(\"issuer\")`")]
    [TestCase("if (Input.SanDns == \"a\") return Deny(\"b\");", "write `Input.SanDns.Contains(\"a\")`")]
    [TestCase("if (\"a\" == Input.SanDns) return Deny(\"b\");", "write `Input.SanDns.Contains(\"a\")`")]
    [TestCase("if (Data.teams.Exists) return Deny(\"b\");", "`Data[\"teams\"]`")]
    [TestCase("if (Data[\"a\"].teams.Exists) return Deny(\"b\");", "`Data[\"a\"][\"teams\"]`")]
    [TestCase("if (Now.UtcDateTime.Hour > 4) return Deny(\"b\");", "`Now.Hour`")]
    [TestCase("if (Input[\"a\"] == \"b\") return Deny(\"b\");", "write `Input.Attribute(\"name\")`")]
    [TestCase("string a = Data[\"a\"];", "write `Data[\"a\"].Text`")]
    [TestCase("if (Data[\"a\"].Texts.Contains(Data[\"b\"])) return Deny(\"b\");", "write `Data[\"b\"].Text`")]
    [TestCase("long a = Data[\"a\"].Number;", "ask `Data[\"a\"].Number is { } known` before")]
    [TestCase("return Deny(Data[\"a\"]);", "write `Data[\"a\"].Text`")]
    public void Mistake_is_answered_with_what_to_write(string source, string answer)
    {
        var found = Harness.Compile(source + "\nreturn Deny(\"end\");\n").Diagnostics.Where(static d => d.Severity == "error").ToArray();

        Assert.That(found, Has.Length.EqualTo(1), string.Join('\n', (object[])found));
        Assert.That(found[0].Message, Does.Contain(answer));
    }

    [TestCase("return Deny(\"x\", \"n: \" + Input.SanDns.Count);")]
    [TestCase("return Deny(\"x\", Input.SanDns[7] ?? \"none\");")]
    [TestCase("var labels = Pods.Find(\"media-sports\", \"api-0\")?.Labels; return Deny(\"x\", labels?[\"none\"]);")]
    public void Text_and_number_and_what_is_not_there_are_fine(string source) => Assert.That(Harness.Run(source), Is.InstanceOf<Outcome.Denied>());

    [TestCaseSource(nameof(AllRefused))]
    public void Messages_have_no_words_of_the_compiler(ScriptCase refused)
    {
        var spoken = Harness.Compile(refused.Source).Diagnostics.Select(static d => d.Message).Where(static m => Internal().IsMatch(m));

        Assert.That(spoken, Is.Empty);
    }

    [TestCase("return Deny(\"Wrong domain!\");", "1:13 write `wrong-domain`")]
    [TestCase("return Wait(\"a/b\", \"notThere\");", "1:20 write `not-there`")]
    [TestCase("return Deny(detail: \"Any Text\", code: \"a--b\");", "1:39 write `a-b`")]
    [TestCase("return Deny(Input.IsRefresh ? \"good\" : \"Bad\");", "1:40 write `bad`")]
    [TestCase("const string Code = \"Bad\"; return Deny(Code);", "1:40 write `bad`")]
    [TestCase("return Deny(\"\");", "1:13 of at most")]
    public void Reason_code_is_checked_where_it_is_written(string source, string expected)
    {
        var found = Harness.Compile(source).Diagnostics.Single();

        Assert.That((found.Code, $"{found.Location!.Row}:{found.Location.Col} {found.Message}"), Is.EqualTo(("ARG0317", $"{found.Location.Row}:{found.Location.Col} {found.Message}")));
        Assert.That($"{found.Location.Row}:{found.Location.Col}", Is.EqualTo(expected.Split(' ')[0]));
        Assert.That(found.Message, Does.Contain(expected[(expected.IndexOf(' ', StringComparison.Ordinal) + 1)..]));
    }

    [TestCase("if (Input.IsRefresh) return Deny(\"a\");", 1)]
    [TestCase("var a = 1;\nif (Input.IsRefresh) { return Deny(\"a\"); } else if (a == 2) { return Deny(\"y\"); }", 2)]
    [TestCase("foreach (var d in Input.SanDns) { return Deny(\"a\"); }", 1)]
    public void Way_without_an_outcome_is_an_error(string source, int row)
    {
        var found = Harness.Compile(source).Diagnostics.Single(static d => d.Severity == "error");

        Assert.That((found.Code, found.Location!.Row), Is.EqualTo(("ARG0318", row)));
    }

    private static IEnumerable<TestCaseData> AllRefused() => ScriptCase.In("escape", "syntax", "state", "memory", "cpu", "stack");

    [GeneratedRegex("using directive|assembly reference|extension method|Submission|<Factory>|Argos\\.Rules\\.Contracts|host object|top-level statement", RegexOptions.None, 1000)]
    private static partial Regex Internal();
}
