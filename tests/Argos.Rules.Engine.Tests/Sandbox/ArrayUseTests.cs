using Argos.Rules.Compiler;
using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Engine.Tests.Sandbox;

/// <summary>Uses of arrays that the image check would refuse in the compiler's words.</summary>
internal sealed class ArrayUseTests
{
    [TestCase("long", "(int)(i)")]
    [TestCase("ulong", "(int)(i)")]
    [TestCase("uint", "(int)(i)")]
    public void Index_that_is_no_int_says_what_to_write(string type, string instead)
    {
        var found = Compile($"var a = new[] {{ \"x\", \"y\" }};\n{type} i = 1;\nreturn a[i] == Input.Domain ? Allow() : Deny(\"no\");");

        Assert.That((found.Code, found.Location!.Row, found.Location.Col), Is.EqualTo(("ARG0328", 3, 10)));
        Assert.That(found.Message, Does.Contain($"`{type}`").And.Contain(instead));
    }

    [TestCase("i")]
    [TestCase("(int)l")]
    [TestCase("^1")]
    [TestCase("'\\0'")]
    public void Index_that_is_an_int_is_fine(string index) =>
        Assert.That(PolicyCompiler.Compile("p", $"var a = new[] {{ \"x\" }};\nint i = 0; long l = 0;\nreturn a[{index}] == Input.Domain && i + l == 0 ? Allow() : Deny(\"no\");", default).Policy, Is.Not.Null);

    [TestCase("var a = new[] { NUMBERS };", 129, "int", 128)]
    [TestCase("var a = new int[] { NUMBERS };", 129, "int", 128)]
    [TestCase("int[] a = { NUMBERS };", 129, "int", 128)]
    [TestCase("int[] a = [NUMBERS];", 129, "int", 128)]
    [TestCase("var a = new long[] { NUMBERS };", 65, "long", 64)]
    public void Array_of_too_many_numbers_is_refused_at_its_place_in_words(string statement, int count, string type, int allowed)
    {
        var found = Compile("// first line\n" + statement.Replace("NUMBERS", Numbers(count), StringComparison.Ordinal) + "\nreturn a[0] == 1 ? Allow() : Deny(\"no\");");

        Assert.That((found.Code, found.Location!.Row), Is.EqualTo(("ARG0329", 2)));
        Assert.That(found.Message, Does.StartWith($"{count} values of `{type}` written out are more than the {allowed} allowed").And.Contain("data document"));
        Assert.That(PolicyCompiler.Compile("p", statement.Replace("NUMBERS", Numbers(allowed), StringComparison.Ordinal) + "\nreturn a[0] == 1 ? Allow() : Deny(\"no\");", default).Policy, Is.Not.Null);
    }

    private static string Numbers(int count) => string.Join(", ", Enumerable.Range(1, count));

    private static Diagnostic Compile(string source) => PolicyCompiler.Compile("p", source, default).Diagnostics.Single(static d => d.Severity == "error");
}
