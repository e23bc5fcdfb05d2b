namespace Argos.Rules.Engine.Tests.Language;

internal sealed class ClaimedNamespaceTests
{
    [TestCase("", "", ExpectedResult = null)]
    [TestCase("api.media-sports.k8s.example.com", "spiffe://media.sports/sa/api", ExpectedResult = null)]
    [TestCase("", "spiffe://trust.example.com/ns/shop/sa/media.sports.api", ExpectedResult = "shop")]
    [TestCase("x.other.svc.cluster.local", "spiffe://trust.example.com/ns/shop/sa/media.sports.api", ExpectedResult = "shop")]
    [TestCase("api.media-sports.k8s.example.com,web.shop.svc.cluster.local", "", ExpectedResult = "shop")]
    [TestCase("10-1-2-3.shop.pod.cluster.local", "", ExpectedResult = "shop")]
    [TestCase("shop.svc.cluster.local", "", ExpectedResult = "shop")]
    [TestCase("svc.cluster.local", "", ExpectedResult = null)]
    [TestCase("", "spiffe://trust.example.com/ns", ExpectedResult = null)]
    public string? ClaimedNamespace_is_what_the_names_speak_of(string dns, string uris) =>
        NameRulesFixture.Rules(attributes: [("sanDNS", dns), ("sanURI", uris)]).ClaimedNamespace;

    [Test]
    public void Eks_settings_count_beside_the_others()
    {
        var rules = NameRulesFixture.Rules(
            """{"dnsSuffixes":["k8s.example.com"],"eksDnsSuffixes":["svc.cluster.local"],"eksClusterNames":["c2"]}""",
            attributes: [("sanDNS", "api.media-sports.c2.k8s.example.com,web.shop.svc.cluster.local")]);

        Assert.That(rules.ClaimedNamespace, Is.EqualTo("shop"));
        Assert.That(rules.CheckDnsNames("shop"), Is.Null);
    }
}
