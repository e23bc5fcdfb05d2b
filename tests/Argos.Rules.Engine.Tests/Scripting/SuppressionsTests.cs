using Argos.Rules.Engine.Tests.Sandbox;

namespace Argos.Rules.Engine.Tests.Scripting;

/// <summary>A warning is ignored where it stands, with a reason, and nothing else is.</summary>
internal sealed class SuppressionsTests
{
    [TestCase("return Allow(); // argos:ignore ARG1002 the other policy proves it", "")]
    [TestCase("// argos:ignore ARG1002 the other policy proves it\nreturn Allow();", "")]
    [TestCase("// argos:ignore ARG1002 the other policy proves it\n// more about that\n\nreturn Allow();", "")]
    [TestCase("// argos:ignore ARG1002\nreturn Allow();", "ARG1002 2, ARG1010 1")]
    [TestCase("// argos:ignore\nreturn Allow();", "ARG1002 2, ARG1010 1")]
    [TestCase("// argos:ignore ARG1003 wrong code\nreturn Allow();", "ARG1002 2, ARG1010 1")]
    [TestCase("// argos:ignore ARG1002 too early\nvar a = 1;\nreturn Allow();", "ARG1002 3, ARG1010 1")]
    [TestCase("return Deny(\"a\"); // argos:ignore ARG1002 nothing here", "ARG1010 1")]
    [TestCase("return Input.IsRefresh ? Deny(\"a\", \"// argos:ignore ARG1002 in a text\") : Allow();", "ARG1002 1")]
    public void Compile_ignores_what_is_said_to_be_right(string source, string expected)
    {
        var found = Harness.Compile(source).Diagnostics.Select(static d => $"{d.Code} {d.Location!.Row}");

        Assert.That(string.Join(", ", found.Order(StringComparer.Ordinal)), Is.EqualTo(expected));
    }

    [Test]
    public void Compile_ignores_no_error()
    {
        var found = Harness.Compile("return Deny(\"Bad\"); // argos:ignore ARG0317 because\n").Diagnostics;

        Assert.That(found.Select(static d => d.Code), Does.Contain("ARG0317"));
    }
}
