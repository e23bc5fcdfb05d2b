using Argos.Rules.Compiler;
using Argos.Rules.Core.Compilation;
using Argos.Rules.Core.Compilation.Caching;
using Argos.Rules.Engine.Tests.Decisions;
using Argos.Rules.Engine.Tests.Sandbox;
using Argos.Rules.Language;
using Argos.Rules.Sandbox.Loading;
using Argos.Rules.Sandbox.Messages;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argos.Rules.Engine.Tests.Scripting;

internal sealed class PolicyCacheTests
{
    private const string Stock = "return Deny(\"stock\");";
    private const string Mine = "return Allow();";

    private string _folder = "";

    [SetUp]
    public void Make() => _folder = Path.Combine(Directory.CreateTempSubdirectory("argos-cache-").FullName, "policies");

    [TearDown]
    public void Remove() => Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);

    [Test]
    public void Find_gives_after_a_restart_what_was_kept_with_its_warnings()
    {
        var compiled = PolicyCompiler.Compile("a", "return Allow(); return Deny(\"never\");", CancellationToken.None);
        Open().Keep("text", compiled);

        var found = Open().Find("b", "text")!;

        Assert.That(found.Policy!.ImageHash, Is.EqualTo(compiled.Policy!.ImageHash));
        Assert.That(found.Diagnostics.Select(static d => (d.Code, d.Location!.File)), Is.EqualTo(compiled.Diagnostics.Select(static d => (d.Code, "b"))));
        Assert.That(found.Diagnostics, Is.Not.Empty);
        Assert.That(PolicyLoader.Load(found.Policy)(Harness.Context()), Is.InstanceOf<Outcome.Allowed>());
    }

    [Test]
    public void Entry_of_one_policy_over_another_is_told_and_not_taken()
    {
        var log = new RecordedLog<PolicyCache>();
        var cache = Open(log: log);
        cache.Keep(Stock, Compiled(Stock));
        var stock = Entries().Single();
        cache.Keep(Mine, Compiled(Mine));
        File.Copy(Entries().Single(file => file != stock), stock, overwrite: true);

        Assert.That(cache.Find("stock", Stock), Is.Null);
        Assert.That(log.Lines, Has.Exactly(1).Contains("was not written by this engine about this policy"));
    }

    [Test]
    public void Folder_that_others_can_write_is_told_and_not_used()
    {
        if (OperatingSystem.IsWindows()) return;
        Open().Keep(Stock, Compiled(Mine));
        File.SetUnixFileMode(_folder, File.GetUnixFileMode(_folder) | UnixFileMode.OtherWrite);
        var log = new RecordedLog<PolicyCache>();

        var cache = Open(log: log);
        cache.Keep(Mine, Compiled(Mine));

        Assert.That((cache.Find("stock", Stock), cache.HasCompiled, Entries().Length), Is.EqualTo(((CompileResult?)null, false, 1)));
        Assert.That(log.Lines.Single(), Does.Contain("others could write it").And.Contain(_folder).And.Not.Contain("\n"));
    }

    [Test]
    public void Foreign_image_passes_no_gate_even_when_it_is_sealed()
    {
        var foreign = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Mono.Cecil.Rocks.dll"));
        Open().Keep(Stock, new CompileResult(new Argos.Rules.Sandbox.CompiledPolicy([.. foreign], []), []));

        Assert.That(Open().Find("stock", Stock), Is.Null);
    }

    [Test]
    public void Passed_tests_are_remembered_for_this_text_and_these_tests()
    {
        Open().KeepPassed("image", "ab", "c");

        var cache = Open();

        Assert.That((cache.HasPassed("image", "ab", "c"), cache.HasPassed("image", "a", "bc"), cache.HasPassed("image", "ab", "d")), Is.EqualTo((true, false, false)));
        Assert.That((cache.HasPassed("other", "ab", "c"), cache.HasPassed("image", "ab", null), cache.HasPassed("image", "ab", "")), Is.EqualTo((false, false, false)));
    }

    [Test]
    public void Mark_of_passed_tests_that_somebody_else_put_there_is_none()
    {
        var cache = Open();
        cache.KeepPassed("i", "a", "b");
        File.WriteAllBytes(Entries().Single(), []);

        Assert.That(cache.HasPassed("i", "a", "b"), Is.False);
    }

    [Test]
    public async Task CachedCompiler_needs_no_compiler_for_what_is_known()
    {
        Open().Keep(Mine, Compiled(Mine));
        await using var host = NoCompiler();
        var compiler = new CachedCompiler(Open(), host);

        var known = await compiler.CompileAsync("b", Mine, default);

        Assert.That(PolicyLoader.Load(known.Policy!)(Harness.Context()), Is.InstanceOf<Outcome.Allowed>());
        Assert.That(async () => await compiler.CompileAsync("c", Stock, default), Throws.InstanceOf<CompilerUnavailableException>());
        // What is only tried does not come from there either.
        Assert.That(async () => await host.CompileAsync("b", Mine, default), Throws.InstanceOf<CompilerUnavailableException>());
    }

    [Test]
    public async Task CachedCompiler_keeps_what_compiled_and_the_compiler_alone_keeps_nothing()
    {
        await using var host = new CompileWorkerHost(new ScriptingOptions { CacheDirectory = _folder }, TimeProvider.System, NullLogger<CompileWorkerHost>.Instance);
        var cache = Open();
        var before = cache.HasCompiled;

        await host.CompileAsync("candidate", Stock, default);
        await new CachedCompiler(cache, host).CompileAsync("a", Mine, default);
        await new CachedCompiler(cache, host).CompileAsync("b", "return Nonsense();", default);

        Assert.That((before, Open().HasCompiled, Entries().Length), Is.EqualTo((false, true, 1)));
        Assert.That(Open().Find("a", Mine), Is.Not.Null);
    }

    [Test]
    public async Task Policies_compiled_beforehand_need_no_compiler_and_nothing_is_written_beside_them()
    {
        var parent = Path.GetDirectoryName(_folder)!;
        var policy = Path.Combine(parent, "policy.csx");
        await File.WriteAllTextAsync(policy, Mine);
        using var told = new StringWriter();
        Assert.That(await Precompile.RunAsync(new[] { _folder, policy }, told, told), Is.Zero, told.ToString());
        var before = Directory.GetFiles(_folder);

        var cache = new PolicyCache(new ScriptingOptions { ShippedDirectory = _folder }, TimeProvider.System, NullLogger<PolicyCache>.Instance);
        cache.Keep(Stock, Compiled(Stock));

        Assert.That(cache.HasCompiled);
        Assert.That(PolicyLoader.Load(cache.Find("a", Mine)!.Policy!)(Harness.Context()), Is.InstanceOf<Outcome.Allowed>());
        Assert.That(cache.Find("b", Stock), Is.Null);
        Assert.That(Directory.GetFiles(_folder), Is.EqualTo(before));
    }

    private static CompileResult Compiled(string source) => PolicyCompiler.Compile("a", source, CancellationToken.None);

    private static CompileWorkerHost NoCompiler() => new(new ScriptingOptions { StartTimeout = TimeSpan.Zero }, TimeProvider.System, NullLogger<CompileWorkerHost>.Instance);

    private PolicyCache Open(ILogger<PolicyCache>? log = null) =>
        new(new ScriptingOptions { CacheDirectory = _folder, ShippedDirectory = null }, TimeProvider.System, log ?? NullLogger<PolicyCache>.Instance);

    private string[] Entries() => Directory.GetFiles(_folder, "*" + SealedFolder.Suffix);
}
