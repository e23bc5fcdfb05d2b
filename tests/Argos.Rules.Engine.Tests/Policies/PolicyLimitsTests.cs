using Argos.Rules.Core.Policies;
using Argos.Rules.Sandbox;
using Argos.Rules.Sandbox.Declarations;

namespace Argos.Rules.Engine.Tests.Policies;

internal sealed class PolicyLimitsTests
{
    private static readonly PolicyLimits Limits = new() { Maximum = 4, MaximumOfSource = 3, MaximumBytes = 100_000, MaximumBytesOfSource = 70_000 };

    [TestCase(0, 3, "mgmt", null)]
    [TestCase(2, 1, "mgmt", null)]
    [TestCase(3, 0, "mgmt", "`Policies:MaximumOfSource`")]
    [TestCase(3, 0, "hand", null)]
    [TestCase(3, 1, "other", "`Policies:Maximum`")]
    public void Number_is_limited_of_a_source_and_in_all(int ofMgmt, int ofHand, string source, string? refused)
    {
        var set = Set(ofMgmt, "mgmt", 10).Aggregate(PolicySet.Empty, static (all, one) => all.With(one));
        set = Set(ofHand, "hand", 10).Aggregate(set, static (all, one) => all.With(one));

        var problem = Limits.Problem(set, Policy("new", source, 10));

        if (refused is null) Assert.That(problem, Is.Null);
        else Assert.That(problem!.Message, Does.Contain(refused));
    }

    [TestCase(20_000, "mgmt", null)]
    [TestCase(20_001, "mgmt", "`Policies:MaximumBytesOfSource`")]
    [TestCase(50_000, "hand", null)]
    [TestCase(50_001, "hand", "`Policies:MaximumBytes`")]
    public void Bytes_are_limited_of_a_source_and_in_all(int bytes, string source, string? refused)
    {
        var set = PolicySet.Empty.With(Policy("a", "mgmt", 25_000)).With(Policy("b", "mgmt", 25_000));

        var problem = Limits.Problem(set, Policy("c", source, bytes));

        if (refused is null) Assert.That(problem, Is.Null);
        else Assert.That((problem!.Code, problem.Message), Is.EqualTo((PolicyLimits.Code, problem.Message)).And.Matches<(string, string Message)>(p => p.Message.Contains(refused, StringComparison.Ordinal)));
    }

    [Test]
    public void Another_version_that_is_no_larger_is_always_taken_on()
    {
        var set = Set(5, "mgmt", 30_000).Aggregate(PolicySet.Empty, static (all, one) => all.With(one));

        Assert.That(Limits.Problem(set, Policy("mgmt0", "mgmt", 30_000)), Is.Null);
        Assert.That(Limits.Problem(set, Policy("mgmt0", "mgmt", 30_001)), Is.Not.Null);
        Assert.That(Limits.Problem(set, Policy("mgmt0", "hand", 10)), Is.Not.Null);
    }

    [Test]
    public void Bytes_are_those_of_texts_tests_and_image()
    {
        var policy = Policy("a", null, 0) with { Source = "1234", Tests = "123", Compiled = new CompiledPolicy([1, 2, 3, 4, 5], [1]) };

        Assert.That(policy.Bytes, Is.EqualTo(20));
    }

    private static IEnumerable<ActivePolicy> Set(int count, string source, int bytes) => Enumerable.Range(0, count).Select(i => Policy(source + i, source, bytes));

    private static ActivePolicy Policy(string id, string? source, int bytes) =>
        new(id, "", "hash", new FrontMatter(), static context => context.Allow(), source) { Compiled = new CompiledPolicy([.. new byte[bytes]], []) };
}
