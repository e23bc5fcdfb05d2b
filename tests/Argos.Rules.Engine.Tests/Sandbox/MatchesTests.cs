using Argos.Rules.Compiler;
using Argos.Rules.Language;
using Argos.Rules.Sandbox;
using Argos.Rules.Sandbox.Loading;
using Argos.Rules.Sandbox.Metadata;
using Argos.Rules.Sandbox.Metering;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Argos.Rules.Engine.Tests.Sandbox;

/// <summary>Regular expressions in policies: literal, checked when compiled, charged when used. What fits is in <see cref="Language.TextPatternTests"/>; more refusals are in the battery.</summary>
internal sealed class MatchesTests
{
    [TestCase("return Matches(Input.Service, \"[a-z]+\") ? Allow() : Deny(\"x\");")]
    [TestCase("return Matches(text: Input.Service, pattern: @\"a\\w{2}\") ? Allow() : Deny(\"x\");")]
    [TestCase("return !Matches(Settings.Text(\"no-such-setting\"), \".*\") ? Allow() : Deny(\"x\");")]
    [TestCase("return Input.SanDns.All(d => Matches(d, \"[a-z0-9-]+([.][a-z0-9-]+)*\")) ? Allow() : Deny(\"x\");")]
    [TestCase("bool Good(string s) => Matches(s, \"\"\"[a-z\"]+\"\"\"); return Good(Input.Service) ? Allow() : Deny(\"x\");")]
    [TestCase("return this_is(Input.Service) ? Allow() : Deny(\"x\"); bool this_is(string s) => Matches(s, Input.IsRefresh ? \"x\" : \"y\") || true;", "ARG0311")]
    [TestCase("var p = \"a+\"; return Matches(Input.Service, p) ? Allow() : Deny(\"x\");", "ARG0311")]
    [TestCase("const string P = \"a+\"; return Matches(Input.Service, P) ? Allow() : Deny(\"x\");", "ARG0311")]
    [TestCase("return Matches(Input.Service, \"a\" + \"b\") ? Allow() : Deny(\"x\");", "ARG0311")]
    [TestCase("return Matches(Input.Service, $\"a{Input.Domain}\") ? Allow() : Deny(\"x\");", "ARG0311")]
    [TestCase("return Matches(pattern: \"a\", text: Input.Service) ? Allow() : Deny(\"x\");", "ARG0311")]
    [TestCase("Func<string, string, bool> f = Matches; return f(Input.Service, \"a\") ? Allow() : Deny(\"x\");", "ARG0303")]
    public void Matches_takes_a_literal(string source, string? code = null)
    {
        var result = Harness.Compile(source);

        if (code is null) Assert.That(Harness.Run(source), Is.InstanceOf<Outcome.Allowed>());
        else Assert.That(result.Diagnostics.Select(static d => d.Code), Is.EqualTo(new[] { code }), string.Join('\n', result.Diagnostics));
    }

    [TestCase("Matches(Input.Service, \"ab(c\")", 27)]
    [TestCase("Matches(Input.Service, \"\\\\d\\\\.(c\")", 31)]
    [TestCase("Matches(Input.Service, \"\\u0041(c\")", 31)]
    [TestCase("Matches(Input.Service, @\"\\d(c\")", 28)]
    [TestCase("Matches(Input.Service, @\"\"\"(c\")", 28)]
    [TestCase("Matches(Input.Service, \"\"\"\\d(c\"\"\")", 29)]
    public void Bad_pattern_is_told_at_its_place_in_the_literal(string call, int column)
    {
        var result = Harness.Compile($"if (!{call}) return Deny(\"x\");\nreturn Allow();");

        var problem = result.Diagnostics.Single();
        Assert.That((problem.Code, problem.Location!.Row, problem.Location.Col), Is.EqualTo(("ARG0312", 1, column + "if (!".Length)));
        Assert.That(problem.Message, Is.EqualTo("the pattern cannot be used: this `(` is not closed; write `\\(` for the character"));
    }

    [Test]
    public void Too_many_patterns_are_refused_and_the_same_one_counts_once()
    {
        var many = string.Concat(Enumerable.Range(0, 33).Select(static i => $"if (Matches(Input.Service, \"x{i}\")) return Deny(\"x\");\n"));
        var same = string.Concat(Enumerable.Range(0, 60).Select(static _ => "if (Matches(Input.Service, \"x\")) return Deny(\"x\");\n"));

        Assert.That(Harness.Compile(many + "return Allow();").Diagnostics.Select(static d => (d.Code, d.Location!.Row)), Is.EqualTo(new[] { ("ARG0313", 33) }));
        Assert.That(Harness.Run(same + "return Allow();"), Is.InstanceOf<Outcome.Allowed>());
    }

    [Test]
    public void Length_of_the_text_and_size_of_the_pattern_are_charged_before_the_work()
    {
        Assert.That(Steps(10, "a*") is var few && Steps(1000, "a*") is var more && Steps(1000, "a{0,200}[a]*") is var large && few < 50 && more is > 1000 and < 2000 && large is > 100_000 and < 110_000, Is.True, $"{few}, {more}, {large}");
        var stopped = Assert.Throws<BudgetExhaustedException>(() => Steps(100_000, "a{0,200}"));
        Assert.That(stopped!.Budget, Is.EqualTo("steps"));
    }

    [Test]
    public void Traced_policy_tells_what_was_matched()
    {
        var compiled = PolicyCompiler.CompileTraced("t", "if (!Matches(Input.Service, \"[a-z]+\")) return Deny(\"x\");\nreturn Matches(Input.Domain, \"b\") ? Deny(\"y\") : Allow();", default);

        Assert.That(compiled.Policy, Is.Not.Null, string.Join('\n', compiled.Diagnostics));
        Assert.That(PolicyLoader.Load(compiled.Policy!, traced: true)(Harness.Context()), Is.InstanceOf<Outcome.Allowed>());
    }

    [Test]
    public void Policies_with_patterns_are_unloaded_and_do_not_see_each_others()
    {
        var one = Harness.Load("return Matches(Input.Service, \"api\") ? Allow() : Deny(\"x\");");
        var other = Harness.Load("return Matches(Input.Service, \"web\") ? Allow() : Deny(\"x\");");

        Assert.That(one(Harness.Context()), Is.InstanceOf<Outcome.Allowed>());
        Assert.That(other(Harness.Context()), Is.InstanceOf<Outcome.Denied>());
    }

    [Test]
    public void Image_with_a_pattern_that_was_not_checked_is_refused()
    {
        AssertRefused(static (call, _) => call.Previous.Operand = "(((((a{255}){255}){255}){255}){255})");
        AssertRefused(static (call, il) => il.InsertBefore(call, il.Create(OpCodes.Nop)));
        // Another text comes to the call on another way.
        AssertRefused(static (call, il) =>
        {
            foreach (var added in (Instruction[])[il.Create(OpCodes.Ldstr, "b"), il.Create(OpCodes.Br, call)]) il.InsertBefore(call.Previous, added);
        });
        AssertRefused(static (call, il) => il.InsertBefore(call.Previous, il.Create(OpCodes.Switch, [call])));
    }

    private static void AssertRefused(Action<Instruction, ILProcessor> change)
    {
        using var module = ImageReader.Read(Harness.Compile("return Matches(Input.Service, \"a\") ? Allow() : Deny(\"x\");").Policy!)!;
        var method = module.GetTypes().SelectMany(static t => t.Methods).Single(static m => m.Name == "MoveNext");
        change(method.Body.Instructions.Single(static i => i.Operand is MethodReference { Name: "Matches" }), method.Body.GetILProcessor());
        using var image = new MemoryStream();
        using var symbols = new MemoryStream();
        module.Write(image, new WriterParameters { WriteSymbols = true, SymbolStream = symbols, SymbolWriterProvider = new PortablePdbWriterProvider() });
        var changed = new CompiledPolicy([.. image.ToArray()], [.. symbols.ToArray()]);

        Assert.That(ImageGate.Check("p", changed).Select(static d => d.Code), Is.EqualTo(new[] { "ARG0413" }));
        Assert.That(() => PolicyLoader.Load(changed), Throws.InstanceOf<BadImageFormatException>());
    }

    private static long Steps(int length, string pattern)
    {
        Harness.Load($"var s = new string('a', {length}); return Matches(s, \"{pattern}\") ? Allow() : Deny(\"x\");")(Harness.Context());
        return Meter.Last.Steps;
    }
}
