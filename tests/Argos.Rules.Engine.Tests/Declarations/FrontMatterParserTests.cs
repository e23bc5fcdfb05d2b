using System.Collections.Immutable;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Sandbox.Declarations;

namespace Argos.Rules.Engine.Tests.Declarations;

internal sealed class FrontMatterParserTests
{
    [Test]
    public void Parse_complete_block_reads_all_keys()
    {
        var (read, diagnostics) = Parse("""
            // ---
            // title: A pod has the identity of its account
            // providers: ["k8s.*", 'aws']   # a comment
            // mode: shadow
            // ---
            return Allow();
            """);

        Assert.That(diagnostics, Is.Empty);
        Assert.That(read.Title, Is.EqualTo("A pod has the identity of its account"));
        Assert.That(read.Providers, Is.EqualTo(new[] { "k8s.*", "aws" }));
        Assert.That(read.Shadow, Is.True);
    }

    [Test]
    public void Parse_one_provider_counts_as_a_list_of_one()
    {
        var (read, diagnostics) = Parse("// ---\n// providers: k8s.*\n// ---\n");

        Assert.That(diagnostics, Is.Empty);
        Assert.That(read.Providers, Is.EqualTo(new[] { "k8s.*" }));
    }

    [TestCase("return Allow();")]
    [TestCase("// a comment\n// ---------\nvar text = \"\";\n// ---\nreturn Allow();")]
    [TestCase("/* a comment */\nreturn Allow();\n// ---\n")]
    [TestCase("")]
    [TestCase("// ---\n// ---\n")]
    public void Parse_no_block_gives_the_defaults(string source)
    {
        var (read, diagnostics) = Parse(source);

        Assert.That(diagnostics, Is.Empty);
        Assert.That(read.Providers, Is.EqualTo(new[] { "*" }));
        Assert.That(read.Shadow, Is.False);
        Assert.That(read.Title, Is.Null);
    }

    [Test]
    public void Parse_block_behind_blank_lines_and_with_crlf_is_found()
    {
        var (read, diagnostics) = Parse("\uFEFF\r\n\r\n// ---\r\n// mode: shadow\r\n// ---\r\nreturn Allow();");

        Assert.That(diagnostics, Is.Empty);
        Assert.That(read.Shadow, Is.True);
    }

    [TestCase("// ---\n// owner: me\n// ---\n", 2, 4, "`owner` is unknown")]
    [TestCase("// ---\n// owner: {a: [b, c]}\n// ---\n", 2, 4, "`owner` is unknown")]
    [TestCase("// ---\n// mode: enforce\n// mode: shadow\n// ---\n", 3, 4, "twice")]
    [TestCase("// ---\n// mode: audit\n// ---\n", 2, 10, "`enforce` or `shadow`")]
    [TestCase("// ---\n// mode: [shadow]\n// ---\n", 2, 10, "`mode` must be a text")]
    [TestCase("// ---\n// title: {a: b}\n// ---\n", 2, 11, "`title` must be a text")]
    [TestCase("// ---\n// title:\n// ---\n", 2, 10, "not empty")]
    [TestCase("// ---\n// providers: {a: b}\n// ---\n", 2, 15, "must be a text")]
    [TestCase("// ---\n// providers: []\n// ---\n", 2, 15, "names no provider")]
    [TestCase("// ---\n// providers: [[a]]\n// ---\n", 2, 16, "must be a text")]
    [TestCase("// ---\n// providers: ['']\n// ---\n", 2, 16, "not empty")]
    [TestCase("// ---\n// providers: ['k8s/*']\n// ---\n", 2, 16, "not a provider")]
    [TestCase("// ---\n// title: &a x\n// ---\n", 2, 11, "anchors")]
    [TestCase("// ---\n// title: *a\n// ---\n", 2, 11, "aliases")]
    [TestCase("// ---\n// title: !!str x\n// ---\n", 2, 11, "tags")]
    [TestCase("// ---\n// just a text\n// ---\n", 2, 4, "`key: value`")]
    [TestCase("// ---\n// [a]: b\n// ---\n", 2, 4, "a key must be a text")]
    [TestCase("// ---\n// 'title\n// ---\n", 2, 4, "not YAML")]
    [TestCase("// ---\n//title: x\n// ...\n// more: y\n// ---\n", 4, 4, "one YAML document")]
    [TestCase("// ---\n// mode: shadow\n// title: \"\\UFFFFFFFF\"\n// ---\n", 3, 23, "not YAML")]
    [TestCase("// ---\n// title: x\n// ... x\n// ---\n", 3, 4, "not YAML")]
    [TestCase("// ---\n// title: x\n// \t: y\n// ---\n", 2, 11, "not YAML")]
    [TestCase("// ---\n// title: !<%C0%80> x\n// ---\n", 2, 22, "not YAML")]
    [TestCase("// ---\n// \t: y\n// ---\n", 2, 8, "no value")]
    [TestCase("// ---\n// title: x\0\n// mode: shadow\n// ---\n", 2, 12, "control characters")]
    [TestCase("// ---\n// title: x\nreturn Allow();", 3, 1, "not closed")]
    [TestCase("// ---\n// title: x", 2, 1, "not closed")]
    [TestCase("// a comment\n// ---\n// mode: shadow\n// ---\n", 2, 1, "at the top of a policy only")]
    [TestCase("//---\n// mode: shadow\n//---\n", 1, 1, "at the top of a policy only")]
    [TestCase("/* ---\nmode: shadow\n--- */\nreturn Allow();", 1, 1, "at the top of a policy only")]
    [TestCase("/*\n * ---\n * mode: shadow\n * ---\n */\nreturn Allow();", 2, 1, "at the top of a policy only")]
    [TestCase("---\nmode: shadow\n---\nreturn Allow();", 1, 1, "at the top of a policy only")]
    [TestCase("  // ---\n// mode: shadow\n// ---\n", 1, 1, "at the top of a policy only")]
    public void Parse_mistake_is_reported_where_it_is(string source, int row, int col, string message)
    {
        var (_, diagnostics) = Parse(source);

        Assert.That(diagnostics, Has.Length.EqualTo(1));
        Assert.That(diagnostics[0].Code, Is.EqualTo("front-matter"));
        Assert.That(diagnostics[0].Message, Does.Contain(message));
        Assert.That(diagnostics[0].Location, Is.EqualTo(new Location("a/b.csx", row, col)));
    }

    [Test]
    public void Parse_many_mistakes_are_reported_at_once()
    {
        var (_, diagnostics) = Parse("// ---\n// owner: me\n// mode: audit\n// providers: []\n// ---\n");

        Assert.That(diagnostics.Select(d => d.Location!.Row), Is.EqualTo(new[] { 2, 3, 4 }));
    }

    [Test]
    public void Parse_deep_nesting_and_alias_bombs_end()
    {
        var (_, deep) = Parse("// ---\n// title: " + new string('[', 12_000) + "\n// ---\n");
        var (_, bomb) = Parse("// ---\n// a: &a [x,x]\n// b: &b [*a,*a]\n// c: [*b,*b]\n// ---\n");

        Assert.That(deep, Is.Not.Empty);
        Assert.That(bomb, Is.Not.Empty);
    }

    [Test]
    public void Parse_block_longer_than_the_limit_is_refused()
    {
        var (_, diagnostics) = Parse("// ---\n// title: " + new string('x', 13_000) + "\n// ---\n");

        Assert.That(diagnostics.Single().Message, Does.Contain("longer than"));
    }

    private static (FrontMatter Read, ImmutableArray<Diagnostic> Diagnostics) Parse(string source)
    {
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        var read = FrontMatterParser.Parse("a/b.csx", source, diagnostics);
        return (read, diagnostics.ToImmutable());
    }
}
