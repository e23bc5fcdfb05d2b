using Argos.Rules.Core.Policies;

namespace Argos.Rules.Engine.Tests.Policies.Providers;

internal sealed class BoundPoliciesTests
{
    private static readonly PolicySet Set = PolicySet.Empty
        .With(ProviderPoliciesTests.Policy("argos/stock/kubernetes.csx", "k8s.*", "issuer: {type: text, required: true}"))
        .With(ProviderPoliciesTests.Policy("argos/stock/zts-token.csx", "zts.*"))
        .With(ProviderPoliciesTests.Policy("argos/second-cluster/policy.csx", "cluster2.*"))
        .With(ProviderPoliciesTests.Policy("argos/mine/all.csx", "*"));

    [TestCase("sys.auth.zts", """{"policies":["zts-token"]}""", "argos/mine/all.csx argos/stock/zts-token.csx")]
    [TestCase("sys.k8s.aws-us-east-1", """{"policies":["argos/stock/kubernetes.csx"],"issuer":"i"}""", "argos/mine/all.csx argos/stock/kubernetes.csx")]
    [TestCase("acme.any", """{"policies":["kubernetes","zts-token"],"issuer":"i"}""", "argos/mine/all.csx argos/stock/kubernetes.csx argos/stock/zts-token.csx")]
    [TestCase("k8s.c1", """{"policies":["kubernetes"],"issuer":"i"}""", "argos/mine/all.csx argos/stock/kubernetes.csx")]
    [TestCase("k8s.c1", """{"policies":["zts-token"],"issuer":"i"}""", "argos/mine/all.csx argos/stock/kubernetes.csx argos/stock/zts-token.csx")]
    [TestCase("acme.two", """{"policies":["second-cluster"]}""", "argos/mine/all.csx argos/second-cluster/policy.csx")]
    public void Document_adds_policies_and_removes_none(string provider, string document, string expected)
    {
        var found = Set.For(provider, ProviderPoliciesTests.Json(document));

        Assert.That(string.Join(' ', found.Policies.Select(static p => p.Policy.Id)), Is.EqualTo(expected));
        Assert.That(found.Problems, Is.Empty);
    }

    [TestCase("""["kubernets"]""", "setting `policies` names a policy that is not in force, `kubernets`; did you mean `kubernetes`?")]
    [TestCase("""["nothing-alike"]""", "setting `policies` names a policy that is not in force, `nothing-alike`")]
    [TestCase("""["kubernetes",5]""", "must be a list of 1 to 16 names of policies")]
    [TestCase("[]", "must be a list of 1 to 16 names of policies")]
    [TestCase("[\"\"]", "must be a list of 1 to 16 names of policies")]
    [TestCase("\"kubernetes\"", "must be a list of 1 to 16 names of policies")]
    [TestCase("null", "must be a list of 1 to 16 names of policies")]
    [TestCase("""{"kubernetes":true}""", "must be a list of 1 to 16 names of policies")]
    public void Names_that_are_none_refuse_everything(string names, string detail)
    {
        var found = Set.For("k8s.c1", ProviderPoliciesTests.Json($$"""{"issuer":"i","policies":{{names}}}"""));

        Assert.That(found.Policies.Select(static p => p.Refusal?.Code), Is.All.EqualTo("settings-invalid"));
        Assert.That(found.Problems[0].Detail, Does.Contain(detail));
    }

    [Test]
    public void Policy_that_is_bound_has_its_settings_checked() =>
        Assert.That(Set.For("acme.any", ProviderPoliciesTests.Json("""{"policies":["kubernetes"]}""")).Policies[1].Refusal!.Code, Is.EqualTo("settings-missing"));
}
