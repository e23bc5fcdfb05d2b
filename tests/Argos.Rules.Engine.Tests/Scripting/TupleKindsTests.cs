using System.Text;
using Argos.Rules.Compiler;
using Argos.Rules.Sandbox.Loading;

namespace Argos.Rules.Engine.Tests.Scripting;

/// <summary>Generic code over tuples of the platform's types is never unloaded: a policy brings in a limited number of kinds.</summary>
internal sealed class TupleKindsTests
{
    [Test]
    public void Policy_with_a_few_kinds_is_loaded()
    {
        Assert.DoesNotThrow(() => Load("var pairs = Input.SanDns.Select(d => (d, d.Length)).OrderBy(p => p.Item2).ToList(); return pairs.Count > 3 ? Deny(\"many\") : Allow();"));
    }

    [Test]
    public void Policy_with_very_many_kinds_is_refused_and_told_the_way_out()
    {
        var source = new StringBuilder("var n = 0;\n");
        string[] types = ["1", "2L", "'c'", "true", "\"t\"", "2.5"];
        foreach (var one in types)
        {
            foreach (var two in types) source.Append(System.Globalization.CultureInfo.InvariantCulture, $"n += Input.SanDns.Select(d => ({one}, {two})).Where(p => n > 0).Count();\n");
        }

        var problem = Assert.Throws<BadImageFormatException>(() => Load(source + "return n > 0 ? Allow() : Deny(\"no\");"));

        Assert.That(problem!.Message, Does.Contain("kinds of tuples").And.Contain("use records"));
    }

    [Test]
    public void Policy_with_as_many_kinds_of_its_own_records_is_loaded()
    {
        var source = new StringBuilder("var n = 0;\n");
        for (var i = 0; i < 36; i++) source.Append(System.Globalization.CultureInfo.InvariantCulture, $"n += Input.SanDns.Select(d => new R{i}(d)).Where(p => n > 0).Count();\n");
        source.Append("return n > 0 ? Allow() : Deny(\"no\");\n");
        for (var i = 0; i < 36; i++) source.Append(System.Globalization.CultureInfo.InvariantCulture, $"record R{i}(string Text);\n");

        Assert.DoesNotThrow(() => Load(source.ToString()));
    }

    private static void Load(string source)
    {
        var compiled = PolicyCompiler.Compile("p", source, default);
        Assert.That(compiled.Policy, Is.Not.Null, string.Join('\n', compiled.Diagnostics));
        PolicyLoader.Load(compiled.Policy!);
    }
}
