using Argos.Rules.Core.Policies;
using Argos.Rules.Sandbox.Declarations;

namespace Argos.Rules.Engine.Tests.Policies;

internal sealed class PolicySetTests
{
    [TestCase("*", "k8s.c1.identityd", true)]
    [TestCase("*", "", true)]
    [TestCase("k8s.*", "k8s.c1", true)]
    [TestCase("k8s.*", "k8s.", true)]
    [TestCase("k8s.*", "k8s", false)]
    [TestCase("k8s.*", "K8S.c1", false)]
    [TestCase("k8s", "k8s", true)]
    [TestCase("k8s", "k8s.c1", false)]
    [TestCase("*.identityd", "k8s.c1.identityd", true)]
    [TestCase("*.identityd", "identityd", false)]
    [TestCase("k8s.*.identityd", "k8s.a.b.identityd", true)]
    [TestCase("k8s.*.identityd", "k8s.identityd", false)]
    [TestCase("a*b*c", "aXbYbZc", true)]
    [TestCase("a*b*c", "acb", false)]
    [TestCase("ab*ba", "aba", false)]
    [TestCase("**", "x", true)]
    [TestCase("k8s.?", "k8s.a", false)]
    public void IsMatch_follows_the_glob(string glob, string provider, bool expected) =>
        Assert.That(new ProviderGlob(glob).IsMatch(provider), Is.EqualTo(expected));

    [Test]
    public void Matching_gives_policies_in_order_of_id_whatever_the_order_of_loading()
    {
        var set = PolicySet.Empty.With(Policy("z")).With(Policy("b", "aws.*")).With(Policy("B")).With(Policy("a"));

        Assert.That(set.Matching("k8s.c1").Select(p => p.Id), Is.EqualTo(new[] { "B", "a", "z" }));
    }

    [Test]
    public void Matching_any_glob_suffices()
    {
        var set = PolicySet.Empty.With(Policy("a", "aws.*", "k8s.*"));

        Assert.That(set.Matching("k8s.c1"), Has.Length.EqualTo(1));
        Assert.That(set.Matching("gcp.c1"), Is.Empty);
    }

    [Test]
    public void Matching_same_provider_again_is_remembered()
    {
        var set = PolicySet.Empty.With(Policy("a"));

        Assert.That(set.Matching("k8s.c1") == set.Matching("k8s.c1"), Is.True);
    }

    [Test]
    public void Matching_more_providers_than_are_remembered_still_answers()
    {
        var set = PolicySet.Empty.With(Policy("a", "p2*"));

        for (var i = 0; i < 3000; i++) Assert.That(set.Matching($"p{i}"), Has.Length.EqualTo(i.ToString()[0] == '2' ? 1 : 0));
    }

    [Test]
    public void Without_leaves_the_old_set_alone()
    {
        var old = PolicySet.Empty.With(Policy("a"));

        var changed = old.Without("a");

        Assert.That(old.Matching("x"), Has.Length.EqualTo(1));
        Assert.That(changed.Matching("x"), Is.Empty);
    }

    private static ActivePolicy Policy(string id, params string[] providers) =>
        new(id, "", "", new FrontMatter { Providers = providers.Length == 0 ? ["*"] : [.. providers] }, static c => c.Allow(), null);
}
