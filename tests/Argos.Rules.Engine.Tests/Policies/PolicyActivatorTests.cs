using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Argos.Rules.Compiler;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Compilation;
using Argos.Rules.Core.Policies;
using Argos.Rules.Language;
using Argos.Rules.Sandbox;
using Argos.Rules.Sandbox.Messages;

namespace Argos.Rules.Engine.Tests.Policies;

internal sealed class PolicyActivatorTests
{
    [Test]
    public async Task ActivateAsync_good_text_gives_a_policy_that_runs()
    {
        using var activator = Activator();

        var result = await activator.ActivateAsync("a/b.csx", "// ---\n// title: T\n// ---\nreturn Deny(\"no\");", "mgmt", default);

        Assert.That(result.Diagnostics, Is.Empty);
        Assert.That(result.Policy!.Evaluate(Context()), Is.EqualTo(new Outcome.Denied("no", null)));
        Assert.That(result.Policy.FrontMatter.Title, Is.EqualTo("T"));
        Assert.That(result.Policy.Owner, Is.EqualTo("mgmt"));
        Assert.That(result.Policy.ContentHash, Does.Match("^[0-9a-f]{64}$"));
    }

    [Test]
    public async Task ActivateAsync_errors_of_front_matter_and_code_come_at_once()
    {
        using var activator = Activator();

        var result = await activator.ActivateAsync("a", "// ---\n// mode: x\n// ---\nreturn Nonsense();", null, default);

        Assert.That(result.Policy, Is.Null);
        Assert.That(result.Diagnostics.Where(d => d.Severity == "error").Select(d => (d.Code, d.Location!.Row)), Is.EqualTo(new[] { ("front-matter", 2), ("CS0103", 4) }));
    }

    [Test]
    public async Task ActivateAsync_what_concerns_the_whole_policy_has_a_place_too()
    {
        using var activator = Activator();
        using var image =
            new PolicyActivator(static (_, _, _) =>
            Task.FromResult(new CompileResult(null, [DiagnosticFactory.Whole("ARG0401", "too large")])), static _ => null);

        var empty = await activator.ActivateAsync("a", "", null, default);
        var large = await image.ActivateAsync("b", "return Allow();", null, default);

        Assert.That(empty.Diagnostics.Single().Location, Is.EqualTo(new Location("a", 1, 1)));
        Assert.That(large.Diagnostics.Single().Location, Is.EqualTo(new Location("b", 1, 1)));
    }

    [Test]
    public async Task ActivateAsync_front_matter_error_alone_refuses()
    {
        using var activator = Activator();

        var result = await activator.ActivateAsync("a", "// ---\n// mode: x\n// ---\nreturn Allow();", null, default);

        Assert.That(result.Policy, Is.Null);
    }

    [Test]
    public async Task ActivateAsync_bad_id_or_size_is_refused_without_compiling()
    {
        using var activator = new PolicyActivator((_, _, _) => throw new InvalidOperationException("must not compile"), static _ => null);

        var id = await activator.ActivateAsync("a//b", "return Allow();", null, default);
        var size = await activator.ActivateAsync("a", "//" + new string('ä', PolicyActivator.MaximumBytes / 2), null, default);

        Assert.That(id.Diagnostics.Single().Code, Is.EqualTo("policy-id"));
        Assert.That(size.Diagnostics.Single().Code, Is.EqualTo("policy-size"));
    }

    [Test]
    public async Task ActivateAsync_whatever_is_thrown_over_a_text_is_its_diagnostic()
    {
        using var activator = new PolicyActivator(static (_, _, _) => throw new InvalidOperationException("quotes \"the text\""), static _ => null);

        var result = await activator.ActivateAsync("a/b.csx", "return Allow();", null, default);

        var told = result.Diagnostics.Single();
        Assert.That((result.Policy, told.Code, told.Location), Is.EqualTo(((ActivePolicy?)null, ActivationFault.Code, new Location("a/b.csx", 1, 1))));
        Assert.That(told.Message, Does.Contain("InvalidOperationException").And.Not.Contain("quotes"));
    }

    [Test]
    public void ActivateAsync_a_compiler_that_is_away_says_nothing_about_the_text()
    {
        using var activator = new PolicyActivator(static (_, _, _) => throw new CompilerUnavailableException("busy", new IOException()), static _ => null);

        Assert.That(async () => await activator.ActivateAsync("a", "return Allow();", null, default), Throws.InstanceOf<CompilerUnavailableException>());
    }

    [Test]
    public async Task ActivateAsync_largest_size_is_accepted()
    {
        using var activator = Activator();
        const string Code = "return Allow();//";

        var result = await activator.ActivateAsync("a", Code + new string('x', PolicyActivator.MaximumBytes - Code.Length), null, default);

        Assert.That(result.Policy, Is.Not.Null);
    }

    [Test]
    public async Task ActivateAsync_same_text_in_force_is_not_compiled_again()
    {
        ActivePolicy? inForce = null;
        var compiled = 0;
        using var activator = new PolicyActivator(
            (id, source, cancellation) =>
            {
                compiled++;
                return Task.FromResult(PolicyCompiler.Compile(id, source, cancellation));
            },
            _ => inForce);
        inForce = (await activator.ActivateAsync("a", "return Allow();", "one", default)).Policy;

        var again = await activator.ActivateAsync("a", "return Allow();", "two", default);

        Assert.That(compiled, Is.EqualTo(1));
        Assert.That(again.Policy!.Evaluate, Is.SameAs(inForce!.Evaluate));
        Assert.That(again.Policy.Owner, Is.EqualTo("two"));
    }

    [Test]
    public async Task ActivateAsync_at_most_two_compile_at_a_time()
    {
        using var entered = new SemaphoreSlim(0);
        var release = new TaskCompletionSource();
        var running = 0;
        var most = 0;
        using var activator = new PolicyActivator(
            async (_, _, _) =>
            {
                most = Math.Max(most, Interlocked.Increment(ref running));
                entered.Release();
                await release.Task;
                Interlocked.Decrement(ref running);
                return new CompileResult(null, []);
            },
            static _ => null);

        var all = Enumerable.Range(0, 6).Select(i => activator.ActivateAsync($"p{i}", "x", null, default)).ToList();
        await entered.WaitAsync();
        await entered.WaitAsync();
        release.SetResult();
        await Task.WhenAll(all);

        Assert.That(most, Is.EqualTo(2));
    }

    [Test]
    public async Task ActivateAsync_image_that_is_none_is_a_diagnostic()
    {
        using var activator = new PolicyActivator((_, _, _) => Task.FromResult(new CompileResult(new CompiledPolicy([1, 2, 3], []), [])), static _ => null);

        var result = await activator.ActivateAsync("a", "return Allow();", null, default);

        Assert.That(result.Policy, Is.Null);
        Assert.That(result.Diagnostics.Single().Code, Is.EqualTo("policy-load"));
    }

    [Test]
    public async Task ActivateAsync_policy_that_throws_on_the_empty_confirmation_is_accepted()
    {
        using var activator = Activator();

        var result = await activator.ActivateAsync("a", "return Input.SanDns[0] == \"a\" ? Deny(\"x\") : Allow();", null, default);

        Assert.That(result.Policy, Is.Not.Null);
    }

    [Test]
    public async Task ActivateAsync_200_versions_leave_nothing_loaded()
    {
        var compiled = PolicyCompiler.Compile("a", "return Allow();", default);
        // One compilation is enough: what must not pile up is what is loaded.
        using var activator = new PolicyActivator((_, _, _) => Task.FromResult(compiled), static _ => null);
        var before = LoadContexts();

        for (var i = 0; i < 200; i++) await ReplaceAsync(activator, i);
        for (var i = 0; i < 20 && LoadContexts() > before; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.That(LoadContexts(), Is.LessThanOrEqualTo(before));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task ReplaceAsync(PolicyActivator activator, int version)
    {
        var result = await activator.ActivateAsync("a", $"return Allow(); // {version}", null, default);
        var set = PolicySet.Empty.With(result.Policy!);
        Assert.That(set.Matching("k8s.c1")[0].Evaluate(Context()), Is.InstanceOf<Outcome.Allowed>());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int LoadContexts() => AssemblyLoadContext.All.Count(static c => c.IsCollectible);

    private static PolicyActivator Activator() =>
        new((id, source, cancellation) => Task.FromResult(PolicyCompiler.Compile(id, source, cancellation)), static _ => null);

    private static PolicyContext Context() =>
        new(new PolicyInput(new InstanceConfirmation("k8s.c1", "d", "s", null), InstanceOperation.Register), new PolicySettings(DataValue.Missing), null!, null!, DateTimeOffset.UnixEpoch);
}
