using Argos.Rules.Core.Policies;

namespace Argos.Rules.Engine.Tests.Policies;

internal sealed class PolicyIdTests
{
    [TestCase("a")]
    [TestCase("argos/stock-policies/kubernetes.csx")]
    [TestCase("a/b/c/d/e/f/g/H_8.x-y")]
    public void Problem_good_id_is_none(string id) => Assert.That(PolicyId.Problem(id), Is.Null);

    [TestCase("", "empty segment")]
    [TestCase("/a", "empty segment")]
    [TestCase("a//b", "empty segment")]
    [TestCase("a/", "empty segment")]
    [TestCase("a/./b", "`.` or `..`")]
    [TestCase("../b", "`.` or `..`")]
    [TestCase("a b", "only letters")]
    [TestCase("a\nb", "only letters")]
    [TestCase("a%2Fb", "only letters")]
    [TestCase("ä", "only letters")]
    [TestCase("1/2/3/4/5/6/7/8/9", "at most 8 segments")]
    public void Problem_bad_id_is_named(string id, string message)
    {
        var problem = PolicyId.Problem(id);

        Assert.That(problem?.Code, Is.EqualTo("policy-id"));
        Assert.That(problem!.Message, Does.Contain(message));
    }

    [Test]
    public void Problem_segment_length_has_a_limit()
    {
        Assert.That(PolicyId.Problem(new string('a', 253)), Is.Null);
        Assert.That(PolicyId.Problem(new string('a', 254)), Is.Not.Null);
    }
}
