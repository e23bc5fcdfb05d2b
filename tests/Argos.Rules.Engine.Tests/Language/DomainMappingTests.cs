namespace Argos.Rules.Engine.Tests.Language;

internal sealed class DomainMappingTests
{
    private const string DashToDot = """{"domainMapping": {"mode": "dash-to-dot"}}""";

    [TestCase("media", "media")]
    [TestCase("media-sports", "media.sports")]
    [TestCase("foo-bar--baz", "foo.bar-baz")]
    [TestCase("a----b", "a--b")]
    [TestCase("a--b-c--d", "a-b.c-d")]
    public void DomainOf_dash_to_dot_maps(string podNamespace, string domain) =>
        Assert.That(NameRulesFixture.Rules(DashToDot).DomainOf(podNamespace), Is.EqualTo(domain));

    [TestCase("a---b")]
    [TestCase("a-----b")]
    [TestCase("x-a---b")]
    [TestCase("-a")]
    [TestCase("a-")]
    [TestCase("Media")]
    [TestCase("media.sports")]
    [TestCase("")]
    [TestCase(null)]
    public void DomainOf_dash_to_dot_refuses_what_is_ambiguous_or_no_namespace(string? podNamespace) =>
        Assert.That(NameRulesFixture.Rules(DashToDot).DomainOf(podNamespace), Is.Null);

    [Test]
    public void DomainOf_dash_to_dot_gives_no_domain_twice()
    {
        var rules = NameRulesFixture.Rules(DashToDot);
        var namespaces = Words(7).ToArray();

        var domains = namespaces.Select(rules.DomainOf).OfType<string>().ToArray();

        Assert.That(domains, Has.Length.GreaterThan(20));
        Assert.That(domains, Is.Unique);
    }

    [Test]
    public void DomainOf_dash_to_dot_can_be_reversed()
    {
        var rules = NameRulesFixture.Rules(DashToDot);

        foreach (var podNamespace in Words(7))
        {
            var domain = rules.DomainOf(podNamespace);
            if (domain is not null) Assert.That(domain.Replace("-", "--", StringComparison.Ordinal).Replace('.', '-'), Is.EqualTo(podNamespace));
        }
    }

    [TestCase("""{"mode":"prefix-suffix","prefix":"k8s.","suffix":".prod"}""", "shop", "k8s.shop.prod")]
    [TestCase("""{"mode":"prefix-suffix","prefix":"k8s."}""", "web-shop", "k8s.web-shop")]
    [TestCase("""{"mode":"prefix-suffix","suffix":"-x"}""", "shop", "shop-x")]
    [TestCase("""{"mode":"map","map":{"shop":"retail.shop"}}""", "shop", "retail.shop")]
    public void DomainOf_other_modes_map(string mapping, string podNamespace, string domain) =>
        Assert.That(NameRulesFixture.Rules($$"""{"domainMapping": {{mapping}}}""").DomainOf(podNamespace), Is.EqualTo(domain));

    [TestCase("null")]
    [TestCase("\"dash-to-dot\"")]
    [TestCase("{}")]
    [TestCase("""{"mode":"upper"}""")]
    [TestCase("""{"mode":5}""")]
    [TestCase("""{"mode":"dash-to-dot","prefix":"x."}""")]
    [TestCase("""{"mode":"prefix-suffix"}""")]
    [TestCase("""{"mode":"prefix-suffix","prefx":"k8s."}""")]
    [TestCase("""{"mode":"prefix-suffix","prefix":"k8s.","sufix":".prod"}""")]
    [TestCase("""{"mode":"prefix-suffix","prefix":5}""")]
    [TestCase("""{"mode":"prefix-suffix","prefix":"k8s..","suffix":""}""")]
    [TestCase("""{"mode":"prefix-suffix","prefix":"K8S."}""")]
    [TestCase("""{"mode":"map"}""")]
    [TestCase("""{"mode":"map","map":{"other":"retail.shop"}}""")]
    [TestCase("""{"mode":"map","map":{"shop":["retail.shop"]}}""")]
    [TestCase("""{"mode":"map","map":{"shop":"-retail"}}""")]
    [TestCase("""{"mode":"map","map":{"shop":"retail."}}""")]
    public void DomainOf_wrong_setting_has_no_domain(string mapping)
    {
        var rules = NameRulesFixture.Rules($$"""{"domainMapping": {{mapping}}}""");

        Assert.That(rules.DomainOf("shop"), Is.Null);
        Assert.That(rules.CheckDomain("shop")?.Code, Is.EqualTo("domain-unmapped"));
    }

    [TestCase("media-sports", null)]
    [TestCase("media-news", "domain-foreign")]
    [TestCase("media--sports", "domain-foreign")]
    [TestCase("a---b", "domain-unmapped")]
    public void CheckDomain_compares_with_the_domain_asked_for(string podNamespace, string? code) =>
        Assert.That(NameRulesFixture.Rules(DashToDot).CheckDomain(podNamespace)?.Code, Is.EqualTo(code));

    /// <summary>All texts of a and -, up to a length.</summary>
    private static IEnumerable<string> Words(int length)
    {
        var words = new List<string> { "" };
        for (var i = 0; i < length; i++)
        {
            words = [.. words.SelectMany(static w => new[] { w + "a", w + "-" })];
            foreach (var word in words) yield return word;
        }
    }
}
