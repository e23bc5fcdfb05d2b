using Argos.Rules.Engine.Tests.Sandbox;

namespace Argos.Rules.Engine.Tests.Scripting;

/// <summary>A check that passes because there is nothing to check is told; one whose author has asked is left alone.</summary>
internal sealed class EmptyHoldsTests
{
    private const string Deny = "if (name == Input.Domain) return Deny(\"x\"); } return Allow();";

    [TestCase("foreach (var name in Data[\"a\"].Texts) { " + Deny, 1)]
    [TestCase("var a = Data[\"a\"]; foreach (var name in a[\"b\"].Texts) { " + Deny, 1)]
    [TestCase("var all = Data[\"a\"].Texts; foreach (var name in all.Where(n => n != \"\")) { " + Deny, 1)]
    [TestCase("if (!Data[\"a\"].Items.All(i => i.Text == Input.Domain)) return Deny(\"x\"); return Allow();", 1)]
    [TestCase("var a = Data[\"a\"]; if (!a.Exists) return Wait(\"a\", \"none\"); foreach (var name in a[\"b\"].Texts) { " + Deny, 0)]
    [TestCase("var a = Data[\"a\"]; if (!a.IsArray) return Wait(\"a\", \"none\"); foreach (var name in a.Texts) { " + Deny, 0)]
    [TestCase("if (Data[\"a\"].Texts.Count == 0) return Deny(\"y\"); foreach (var name in Data[\"a\"].Texts) { " + Deny, 0)]
    [TestCase("foreach (var name in Input.SanDns) { " + Deny, 0)]
    [TestCase("foreach (var name in Data[\"a\"].Texts) { if (name == Input.Domain) return Allow(); } return Deny(\"x\");", 0)]
    [TestCase("if (!Data[\"a\"].Texts.Any(n => n == Input.Domain)) return Deny(\"x\"); return Allow();", 0)]
    public void Compile_tells_what_holds_of_nothing(string source, int count)
    {
        var found = Harness.Compile("if (Input.Domain == \"\") return Deny(\"d\");\n" + source).Diagnostics;

        Assert.That(found.Count(static d => d.Code == "ARG1008"), Is.EqualTo(count), string.Join('\n', found));
    }
}
