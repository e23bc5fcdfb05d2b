using System.Text;
using Argos.Rules.Compiler;
using Argos.Rules.Sandbox.Loading;
using Argos.Rules.Sandbox.Metadata;

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
    public void Policy_with_very_many_kinds_is_refused_at_the_first_one_too_many_and_told_the_way_out()
    {
        var source = new StringBuilder("var n = 0;\n");
        string[] types = ["1", "2L", "'c'", "true", "\"t\"", "2.5"];
        foreach (var one in types)
        {
            foreach (var two in types) source.Append(System.Globalization.CultureInfo.InvariantCulture, $"n += Input.SanDns.Select(d => ({one}, {two})).Where(p => n > 0).Count();\n");
        }
        var compiled = PolicyCompiler.Compile("p", source + "return n > 0 ? Allow() : Deny(\"no\");", default).Policy!;

        var problem = ImageGate.Check("p", compiled).Single();

        Assert.That(problem.Code, Is.EqualTo("ARG0416"));
        Assert.That(problem.Message, Does.Contain($"at most {TupleUse.Maximum} are allowed: use records"));
        Assert.That(problem.Location!.Row, Is.InRange(3, 37));
        Assert.Throws<BadImageFormatException>(() => PolicyLoader.Load(compiled));
    }

    [Test]
    public void Kinds_of_all_policies_are_limited_and_known_ones_cost_nothing()
    {
        var kinds = new TupleKinds(maximum: 5, maximumOfPolicy: 5);
        kinds.Admit("a", Kinds(0, 3));
        kinds.Admit("b", Kinds(1, 4));

        var problem = Assert.Throws<BadImageFormatException>(() => kinds.Admit("c", Kinds(4, 6)));

        Assert.That(problem!.Message, Does.Contain("5 kinds of tuples since the engine was started").And.Contain("use records, or restart the engine"));
        Assert.That(kinds.Count, Is.EqualTo(4), "what was refused has brought nothing in");
        Assert.DoesNotThrow(() => kinds.Admit("c", Kinds(0, 5)));
    }

    [Test]
    public void Policy_that_changes_all_the_time_leaves_room_for_others()
    {
        var kinds = new TupleKinds(maximum: 100, maximumOfPolicy: 6);
        kinds.Admit("a", Kinds(0, 3));
        kinds.Admit("a", Kinds(3, 6));

        var problem = Assert.Throws<BadImageFormatException>(() => kinds.Admit("a", Kinds(6, 7)));

        Assert.That(problem!.Message, Does.StartWith("the versions of this policy have brought in more than 6 kinds of tuples"));
        Assert.DoesNotThrow(() => kinds.Admit("a", Kinds(0, 6)), "a version that was in force before");
        Assert.DoesNotThrow(() => kinds.Admit("b", Kinds(6, 9)));
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

    private static HashSet<string> Kinds(int first, int end) => [.. Enumerable.Range(first, end - first).Select(static i => $"k{i}")];

    private static void Load(string source)
    {
        var compiled = PolicyCompiler.Compile("p", source, default);
        Assert.That(compiled.Policy, Is.Not.Null, string.Join('\n', compiled.Diagnostics));
        PolicyLoader.Load(compiled.Policy!);
    }
}
