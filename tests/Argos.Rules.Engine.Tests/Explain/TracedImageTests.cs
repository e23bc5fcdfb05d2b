using Argos.Rules.Compiler;
using Argos.Rules.Engine.Tests.Sandbox;
using Argos.Rules.Sandbox.Loading;
using Argos.Rules.Sandbox.Messages;
using Argos.Rules.Sandbox.Metadata;

namespace Argos.Rules.Engine.Tests.Explain;

/// <summary>Traced images are kept apart from those that decide.</summary>
internal sealed class TracedImageTests
{
    private const string Source = "if (Input.Service == \"x\") return Deny(\"a\"); return Allow();";

    [Test]
    public void Check_traced_image_is_refused_where_policies_decide()
    {
        var traced = PolicyCompiler.CompileTraced("p", Source, CancellationToken.None).Policy!;

        Assert.That(ImageGate.Check("p", traced).Select(static d => d.Code), Does.Contain("ARG0406").And.Contain("ARG0407"));
        Assert.That(ImageGate.Check("p", traced, traced: true), Is.Empty);
        Assert.That(() => PolicyLoader.Load(traced), Throws.InstanceOf<BadImageFormatException>());
    }

    [Test]
    public void Compile_untraced_is_untouched_by_tracing()
    {
        var before = Harness.Compile(Source).Policy!;
        PolicyCompiler.CompileTraced("p", Source, CancellationToken.None);
        var after = Harness.Compile(Source).Policy!;

        Assert.That(after.Image, Is.EqualTo(before.Image));
        Assert.That(after.Sites, Is.Empty);
        Assert.That(System.Text.Encoding.UTF8.GetString([.. after.Image]), Does.Not.Contain("Trace"));
    }

    [TestCase("Argos.Rules.Sandbox.Runtime.Trace.At(1); return Allow();")]
    [TestCase("global::Argos.Rules.Sandbox.Runtime.Trace.Pass(1); return Allow();")]
    [TestCase("using Argos.Rules.Sandbox.Runtime; Trace.At(1); return Allow();")]
    public void Compile_policy_that_calls_the_recorder_itself_is_refused(string source)
    {
        Assert.That(Harness.Compile(source).Policy, Is.Null);
        Assert.That(PolicyCompiler.CompileTraced("p", source, CancellationToken.None).Policy, Is.Null);
    }

    [TestCase("")]
    [TestCase("return 5;")]
    [TestCase("return Deny(\"a\")")]
    [TestCase("System.IO.File.Delete(\"x\"); return Allow();")]
    public void CompileTraced_refused_text_has_the_diagnostics_of_an_ordinary_build(string source)
    {
        var traced = PolicyCompiler.CompileTraced("test", source, CancellationToken.None);

        Assert.That(traced.Policy, Is.Null);
        Assert.That(traced.Diagnostics, Is.EqualTo(Harness.Compile(source).Diagnostics).And.Not.Empty);
    }

    [Test]
    public void Frame_brings_the_places_back()
    {
        var result = PolicyCompiler.CompileTraced("p", Source, CancellationToken.None);

        var read = CompileMessage.ReadResponse("p", CompileMessage.Response(result)).Policy!;

        Assert.That(read.Sites, Has.Length.EqualTo(result.Policy!.Sites.Length));
        for (var i = 0; i < read.Sites.Length; i++)
        {
            Assert.That(read.Sites[i] with { Parts = [], Needs = [] }, Is.EqualTo(result.Policy.Sites[i] with { Parts = [], Needs = [] }));
            Assert.That(read.Sites[i].Parts, Is.EqualTo(result.Policy.Sites[i].Parts));
            Assert.That(read.Sites[i].Needs, Is.EqualTo(result.Policy.Sites[i].Needs));
        }
    }

    [Test]
    public void Frame_with_a_place_that_is_not_there_is_refused()
    {
        var result = PolicyCompiler.CompileTraced("p", Source, CancellationToken.None);
        var lying = result with { Policy = result.Policy! with { Sites = [.. result.Policy.Sites.Select(static s => s with { Needs = [999] })] } };

        Assert.That(() => CompileMessage.ReadResponse("p", CompileMessage.Response(lying)), Throws.InstanceOf<InvalidDataException>());
    }
}
