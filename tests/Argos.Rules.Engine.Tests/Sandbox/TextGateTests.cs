using Argos.Rules.Contracts.Language;
using Argos.Rules.Engine.Sandbox.Text;

namespace Argos.Rules.Engine.Tests.Sandbox;

/// <summary>The look at the text knows code from strings and comments; the refusals are in the battery.</summary>
internal sealed class TextGateTests
{
    [TestCase("// # no directive\nreturn Allow();")]
    [TestCase("/*\n# no directive\n*/ return Allow();")]
    [TestCase("var s = \"\"\"\n    #r x\n    \"\"\"; return Allow();")]
    [TestCase("var s = @\"\n#r \"\"x\"\"\n\"; return Allow();")]
    [TestCase("var s = $@\"{1}\n#r {{ \"; return Allow();")]
    [TestCase("var s = $$\"\"\"\n    {{1}} { #r\n    #r {}\n    \"\"\"; return Allow();")]
    [TestCase("var s = \"((((((((((((((((((((((((((((((((((((((((((\"; return Allow();")]
    [TestCase("var c = '('; var d = '\\''; var e = '\"'; return Allow();")]
    [TestCase("var s = $\"{Now:HH:mm} {(true ? 1 : 2)} {\"a\" + $\"{1}\"}\"; return Allow();")]
    [TestCase("var s = \"\" + \"\\\"#\" + @\"\\\" + \"\\\\\"; return Allow();")]
    [TestCase("\uFEFFreturn Allow();")]
    [TestCase("// ---\r\n// title: x\r\n// ---\r\nreturn Allow();\r\n")]
    [TestCase("return Deny(\"a\", \"größer 日本 😀\");")]
    [TestCase("var @if = 1; return Allow();")]
    public void Check_honest_text_passes_and_compiles(string source)
    {
        Assert.That(TextGate.Check("t", source), Is.Empty);
        Assert.That(Harness.Compile(source).Policy, Is.Not.Null, string.Join('\n', Harness.Compile(source).Diagnostics));
    }

    [Test]
    public void Check_row_and_column_are_those_of_the_character()
    {
        var lf = TextGate.Check("t", "var a = 1;\n  var b\u200B = 2;");
        var crlf = TextGate.Check("t", "var a = 1;\r\n  var b\u200B = 2;");
        var directive = TextGate.Check("t", "\r\n\r\n  #if x");

        Assert.That(lf.Concat(crlf).Select(static d => (d.Location!.File, d.Location.Row, d.Location.Col)), Is.All.EqualTo(("t", 2, 8)));
        Assert.That((directive.Single().Location!.Row, directive.Single().Location!.Col), Is.EqualTo((3, 3)));
    }

    [Test]
    public void Check_all_refusals_come_at_once()
    {
        Assert.That(TextGate.Check("t", "#if a\n#endif\nreturn Allow();").Select(static d => d.Location!.Row), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(Harness.Compile("goto a;\ntry { } catch { }\nstatic int x;").Diagnostics.Select(static d => d.Location!.Row).Distinct(), Is.EqualTo(new[] { 1, 2, 3 }));
        Assert.That(Harness.Compile("var a = DateTimeOffset.UtcNow;\nvar b = \"\".ToUpper();\nreturn c;").Diagnostics.Select(static d => d.Location!.Row).Distinct(), Is.EquivalentTo(new[] { 1, 2, 3 }));
    }

    [Test]
    public void Check_text_of_one_mebibyte_is_refused_at_once()
    {
        var refused = TextGate.Check("t", new string('{', 1024 * 1024)).Single();

        // At the first byte beyond the limit.
        Assert.That((refused.Code, refused.Location), Is.EqualTo(("ARG0101", new Contracts.Management.Location("t", 1, 32_769))));
    }

    [Test]
    public void Check_any_text_ends([Random(0, int.MaxValue, 200)] int seed)
    {
        const string Alphabet = "\"\"\"$$@{{}}()[]'\\/*#\n\r:; a";
        var random = new Random(seed);
        var text = string.Create(200, random, static (span, r) =>
        {
            foreach (ref var c in span) c = Alphabet[r.Next(Alphabet.Length)];
        });

        Assert.That(() => TextGate.Check("t", text), Throws.Nothing);
    }

    [Test]
    public void Compile_marked_text_runs()
    {
        Assert.That(Harness.Run("\uFEFF// ---\r\n// title: x\r\n// ---\r\nreturn Allow();\r\n"), Is.InstanceOf<Outcome.Allowed>());
    }
}
