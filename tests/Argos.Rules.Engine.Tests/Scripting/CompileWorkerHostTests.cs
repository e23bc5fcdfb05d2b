using Argos.Rules.Core.Compilation;
using Argos.Rules.Engine.Tests.Sandbox;
using Argos.Rules.Language;
using Argos.Rules.Sandbox.Loading;
using Argos.Rules.TestKit.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argos.Rules.Engine.Tests.Scripting;

/// <summary>The compiler in its process: real processes, so the cases are few.</summary>
[Category("Process")]
internal sealed class CompileWorkerHostTests
{
    private static CompileWorkerHost Host(ScriptingOptions? options = null) => new(options ?? new ScriptingOptions(), TimeProvider.System, NullLogger<CompileWorkerHost>.Instance);

    [Test]
    public async Task CompileAsync_good_and_bad_text_give_policy_and_diagnostics()
    {
        await using var host = Host();

        var good = await host.CompileAsync("good", "return Input.Domain == \"media.sports\" ? Allow() : Deny(\"domain\");", default);
        var bad = await host.CompileAsync("bad", "var x = 1;\nreturn Deny(y);", default);
        var text = await host.CompileAsync("text", "#if x\nreturn Allow();", default);

        Assert.That(PolicyLoader.Load(good.Policy!)(Harness.Context()), Is.InstanceOf<Outcome.Allowed>());
        Assert.That(bad.Diagnostics.Select(static d => (d.Code, d.Location!.File, d.Location.Row)), Does.Contain(("CS0103", "bad", 2)));
        Assert.That(text.Diagnostics.Select(static d => d.Code), Is.EqualTo(new[] { "ARG0107" }));
    }

    [Test]
    public async Task CompileTracedAsync_gives_places_and_is_not_kept_with_what_decides()
    {
        await using var host = Host();

        var traced = await host.CompileTracedAsync("p", "return Input.Domain == \"media.sports\" ? Allow() : Deny(\"domain\");", default);
        var plain = await host.CompileAsync("p", "return Input.Domain == \"media.sports\" ? Allow() : Deny(\"domain\");", default);
        var text = await host.CompileTracedAsync("text", "#if x\nreturn Allow();", default);

        Assert.That(traced.Policy!.Sites, Is.Not.Empty);
        Assert.That(PolicyLoader.Load(traced.Policy, traced: true)(Harness.Context()), Is.InstanceOf<Outcome.Allowed>());
        Assert.That(plain.Policy!.Sites, Is.Empty);
        Assert.That(text.Diagnostics.Select(static d => d.Code), Is.EqualTo(new[] { "ARG0107" }));
    }

    [Test]
    public async Task CompileAsync_text_that_hangs_the_compiler_is_a_diagnostic_and_the_next_one_compiles()
    {
        await using var host = Host(new ScriptingOptions { CompileTimeout = TimeSpan.FromSeconds(1) });
        await host.WarmAsync(default);

        var bomb = await host.CompileAsync("bomb", Bomb.DoublingTuples(40), default);
        var next = await host.CompileAsync("next", "return Allow();", default);

        Assert.That(bomb.Policy, Is.Null);
        Assert.That(bomb.Diagnostics.Single().Code, Is.EqualTo(CompileWorkerHost.LimitCode));
        Assert.That(bomb.Diagnostics.Single().Message, Does.StartWith("compilation exceeded its limit"));
        Assert.That(next.Policy, Is.Not.Null);
    }

    [Test]
    public async Task CompileAsync_bombs_of_every_kind_are_diagnostics()
    {
        await using var host = Host(new ScriptingOptions { CompileTimeout = TimeSpan.FromSeconds(1) });
        await host.WarmAsync(default);

        foreach (var (name, bomb) in Bomb.All)
        {
            var result = await host.CompileAsync(name, bomb, default);

            Assert.That(result.Policy, Is.Null, name);
            Assert.That(result.Diagnostics, Is.Not.Empty, name);
        }
        Assert.That((await host.CompileAsync("next", "return Allow();", default)).Policy, Is.Not.Null);
    }

    [Test]
    public async Task CompileAsync_compiler_without_memory_is_a_diagnostic()
    {
        // Twice as much is enough for this text, and time it has without end.
        await using var host = Host(new ScriptingOptions { CompilerHeapBytes = 20 * 1024 * 1024, CompileTimeout = TimeSpan.FromHours(1) });
        await host.WarmAsync(default);

        var bomb = await host.CompileAsync("bomb", Bomb.ArrayLevels, default);
        var next = await host.CompileAsync("next", "return Allow();", default);

        Assert.That(bomb.Policy, Is.Null);
        Assert.That(bomb.Diagnostics.Single().Code, Is.EqualTo(CompileWorkerHost.LimitCode));
        Assert.That(next.Policy, Is.Not.Null);
    }

    [Test]
    public async Task CompileAsync_given_up_by_the_caller_is_cancelled_and_the_next_one_compiles()
    {
        await using var host = Host();
        await host.WarmAsync(default);
        using var giveUp = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        Assert.That(async () => await host.CompileAsync("bomb", Bomb.DoublingTuples(40), giveUp.Token), Throws.InstanceOf<OperationCanceledException>());
        var next = await host.CompileAsync("next", "return Allow();", default);

        Assert.That(next.Policy, Is.Not.Null);
    }

    [Test]
    public async Task CompileAsync_stalled_compiler_says_nothing_about_the_policy_and_the_next_one_compiles()
    {
        // A clock that is moved by hand: the compiler stands still, and only the time on the wall passes.
        var time = new ManualTime();
        await using var host = new CompileWorkerHost(new ScriptingOptions(), time, NullLogger<CompileWorkerHost>.Instance);
        await host.WarmAsync(default);
        var stalled = host.ProcessId!.Value;
        TestKit.Processes.ChildProcess.Pause(stalled);

        var compiling = host.CompileAsync("a", "return Allow();", default);
        while (!compiling.IsCompleted)
        {
            await Task.WhenAny(compiling, time.WaitForTimersAsync(1, CancellationToken.None));
            time.Advance(TimeSpan.FromSeconds(10));
        }
        Assert.That(async () => await compiling, Throws.InstanceOf<CompilerUnavailableException>());

        Assert.That((await host.CompileAsync("a", "return Allow();", default)).Policy, Is.Not.Null);
        Assert.That(host.ProcessId, Is.Not.EqualTo(stalled));
    }

    [Test]
    public async Task CompileAsync_given_up_by_one_caller_goes_on_for_the_others_in_the_same_process()
    {
        await using var host = Host();
        await host.WarmAsync(default);
        var process = host.ProcessId;
        using var giveUp = new CancellationTokenSource();
        var given = host.CompileAsync("given-up", "return Allow();", giveUp.Token);
        var others = Enumerable.Range(0, 8).Select(i => host.CompileAsync($"p{i}", "return Allow();", default)).ToArray();

        await giveUp.CancelAsync();
        await given.ContinueWith(static _ => { }, TaskScheduler.Default);

        foreach (var other in others) Assert.That((await other).Policy, Is.Not.Null);
        Assert.That(host.ProcessId, Is.EqualTo(process));
    }

    [Test]
    public async Task CompileAsync_does_not_load_the_compiler_here()
    {
        // A process that only does what the engine does: the test process itself has the compiler for other tests.
        var loaded = await RoslynFreeHost.RunAsync();

        Assert.That(loaded.Activated, Is.EqualTo(3));
        Assert.That(loaded.Assemblies, Has.None.StartsWith("Microsoft.CodeAnalysis"));
        Assert.That(loaded.Assemblies, Does.Contain("Argos.Rules.Core"));
    }

    [Test]
    public async Task Precompile_writes_what_every_user_may_read_and_only_its_owner_change()
    {
        var folder = Directory.CreateTempSubdirectory("argos-shipped-").FullName;
        try
        {
            var (policy, compiled) = (Path.Combine(folder, "policy.csx"), Path.Combine(folder, "compiled"));
            await File.WriteAllTextAsync(policy, "return Allow();");
            using var told = new StringWriter();

            Assert.That(await Precompile.RunAsync(new[] { compiled, policy }, told, told), Is.Zero, told.ToString());

            Assert.That(Directory.GetFiles(compiled), Is.Not.Empty);
            if (OperatingSystem.IsWindows()) return;
            const UnixFileMode file = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
            foreach (var path in Directory.GetFiles(compiled)) Assert.That(File.GetUnixFileMode(path), Is.EqualTo(file), path);
            Assert.That(File.GetUnixFileMode(compiled),
                Is.EqualTo(file | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public async Task Precompile_tells_what_does_not_compile()
    {
        var folder = Directory.CreateTempSubdirectory("argos-shipped-").FullName;
        try
        {
            var policy = Path.Combine(folder, "policy.csx");
            await File.WriteAllTextAsync(policy, "return Nonsense();");
            using var told = new StringWriter();

            Assert.That(await Precompile.RunAsync(new[] { Path.Combine(folder, "compiled"), policy }, told, told), Is.EqualTo(1));
            Assert.That(told.ToString(), Does.Contain("policy.csx:1:"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
