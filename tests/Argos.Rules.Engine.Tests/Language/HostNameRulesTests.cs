namespace Argos.Rules.Engine.Tests.Language;

internal sealed class HostNameRulesTests
{
    private const string Own = "api.media-sports.k8s.example.com";

    [TestCase(Own)]
    [TestCase("api.media-sports.alt.example.org")]
    [TestCase("web-0.api.media-sports.k8s.example.com")]
    [TestCase("a.b.api.media-sports.k8s.example.com")]
    [TestCase("*.api.media-sports.k8s.example.com")]
    [TestCase("api.media-sports.c1.k8s.example.com")]
    [TestCase("shop.media-sports.svc.cluster.local")]
    [TestCase("web-0.shop.media-sports.svc.cluster.local")]
    [TestCase("10-1-2-3.media-sports.pod.cluster.local")]
    [TestCase("10-1-2-3.shop.media-sports.pod.cluster.local")]
    [TestCase("2001-db8--5.media-sports.pod.cluster.local")]
    [TestCase(Own + ",u1.instanceid.athenz.k8s.example.com")]
    public void CheckDnsNames_own_names_pass(string names) => Assert.That(Check(names), Is.Null);

    [TestCase("api.x.media-sports.k8s.example.com", null)]
    [TestCase("api.canary.blue.media-sports.k8s.example.com", null)]
    [TestCase("h1.api.canary.media-sports.alt.example.org", null)]
    [TestCase(Own, null)]
    [TestCase("media-sports.k8s.example.com", "dns-name-foreign")]
    [TestCase("web.x.media-sports.k8s.example.com", "dns-name-foreign")]
    [TestCase("xapi.x.media-sports.k8s.example.com", "dns-name-foreign")]
    [TestCase("api.x.media-news.k8s.example.com", "dns-name-foreign")]
    [TestCase("api.x.xmedia-sports.k8s.example.com", "dns-name-foreign")]
    [TestCase("api.media-sports.x.k8s.example.com", "dns-name-foreign")]
    [TestCase("api.x.media-sports.c1.k8s.example.com", "dns-name-foreign")]
    [TestCase("*.x.media-sports.k8s.example.com", "dns-name-wildcard")]
    [TestCase("api.*.media-sports.k8s.example.com", "dns-name-wildcard")]
    public void CheckDnsNames_with_labels_after_the_service(string names, string? code)
    {
        var settings = NameRulesFixture.Settings.Replace("\"clusterNames\"", "\"allowLabelsAfterService\": true, \"clusterNames\"", StringComparison.Ordinal);

        Assert.That(NameRulesFixture.Rules(settings, attributes: ("sanDNS", names)).CheckDnsNames()?.Code, Is.EqualTo(code));
        Assert.That(NameRulesFixture.Rules(settings, domain: "c1", attributes: ("sanDNS", "api.media-sports.c1.k8s.example.com")).CheckDnsNames()?.Code, Is.EqualTo("dns-name-foreign"), "a domain that is called like a cluster reaches into no other");
    }

    [TestCase("", "dns-name-missing")]
    [TestCase("u1.instanceid.athenz.k8s.example.com", "dns-name-missing")]
    [TestCase(Own + ".", "dns-name-malformed")]
    [TestCase("API.media-sports.k8s.example.com", "dns-name-malformed")]
    [TestCase("api.media-sports.k8s.Example.com", "dns-name-malformed")]
    [TestCase("x..api.media-sports.k8s.example.com", "dns-name-malformed")]
    [TestCase("-x.api.media-sports.k8s.example.com", "dns-name-malformed")]
    [TestCase("x_y.api.media-sports.k8s.example.com", "dns-name-malformed")]
    [TestCase(" " + Own, "dns-name-malformed")]
    [TestCase("*.media-sports.k8s.example.com", "dns-name-wildcard")]
    [TestCase("*.*.api.media-sports.k8s.example.com", "dns-name-wildcard")]
    [TestCase("x*.api.media-sports.k8s.example.com", "dns-name-wildcard")]
    [TestCase("a.*.api.media-sports.k8s.example.com", "dns-name-wildcard")]
    [TestCase("*.api.media-sports.c1.k8s.example.com", "dns-name-wildcard")]
    [TestCase("*.media-sports.svc.cluster.local", "dns-name-wildcard")]
    [TestCase("*", "dns-name-wildcard")]
    [TestCase("web.media-sports.k8s.example.com", "dns-name-foreign")]
    [TestCase("api.media-news.k8s.example.com", "dns-name-foreign")]
    [TestCase("xapi.media-sports.k8s.example.com", "dns-name-foreign")]
    [TestCase("api.x.media-sports.k8s.example.com", "dns-name-foreign")]
    [TestCase("api.media-sports.evil.k8s.example.com", "dns-name-foreign")]
    [TestCase("api.media-sports.xk8s.example.com", "dns-name-foreign")]
    [TestCase("x.api.media-sports.c1.k8s.example.com", "dns-name-foreign")]
    [TestCase("api.media-sports.c2.k8s.example.com", "dns-name-foreign")]
    [TestCase("media-sports.k8s.example.com", "dns-name-foreign")]
    [TestCase("k8s.example.com", "dns-name-foreign")]
    [TestCase("instanceid.athenz.k8s.example.com", "dns-name-foreign")]
    [TestCase("cluster.local", "dns-name-foreign")]
    [TestCase("svc.cluster.local", "dns-name-foreign")]
    [TestCase("kubernetes.default.svc.cluster.local", "dns-name-namespace")]
    [TestCase("media-sports.svc.cluster.local", "dns-name-namespace")]
    [TestCase("a.b.c.media-sports.svc.cluster.local", "dns-name-namespace")]
    [TestCase("10-1-2-3.media-news.pod.cluster.local", "dns-name-namespace")]
    [TestCase("10-1-2-4.media-sports.pod.cluster.local", "dns-name-pod-ip")]
    [TestCase("web-0.media-sports.pod.cluster.local", "dns-name-pod-ip")]
    [TestCase(Own + ",evil.example.com", "dns-name-foreign")]
    [TestCase("evil.example.com," + Own, "dns-name-foreign")]
    public void CheckDnsNames_refuses(string names, string code) => Assert.That(Check(names), Is.EqualTo(code));

    [Test]
    public void CheckDnsNames_label_of_64_characters_is_refused() =>
        Assert.That(Check(new string('a', 64) + "." + Own), Is.EqualTo("dns-name-malformed"));

    [Test]
    public void CheckDnsNames_name_of_254_characters_is_refused()
    {
        var label = new string('a', 55);
        var name = string.Join('.', label, label, label, new string('b', 253 - Own.Length - 169), Own);

        Assert.That(Check(name), Is.Null);
        Assert.That(Check("b" + name), Is.EqualTo("dns-name-malformed"));
    }

    [Test]
    public void CheckDnsNames_without_suffixes_refuses() =>
        Assert.That(NameRulesFixture.Rules("{}", attributes: ("sanDNS", Own)).CheckDnsNames()?.Code, Is.EqualTo("settings-missing"));

    [Test]
    public void CheckDnsNames_without_proven_namespace_refuses_cluster_local_names() =>
        Assert.That(NameRulesFixture.Rules(attributes: ("sanDNS", "shop.media-sports.svc.cluster.local")).CheckDnsNames()?.Code, Is.EqualTo("dns-name-namespace"));

    [Test]
    public void CheckDnsNames_without_proven_addresses_refuses_pod_names() =>
        Assert.That(NameRulesFixture.Rules(attributes: ("sanDNS", "10-1-2-3.media-sports.pod.cluster.local")).CheckDnsNames("media-sports")?.Code, Is.EqualTo("dns-name-pod-ip"));

    [TestCase("media-sports.c1.k8s.example.com", null)]
    [TestCase("x.media-sports.c1.k8s.example.com", "dns-name-foreign")]
    [TestCase("*.media-sports.c1.k8s.example.com", "dns-name-wildcard")]
    public void CheckDnsNames_domain_called_like_a_cluster_has_no_names_before_its_own(string name, string? code) =>
        Assert.That(NameRulesFixture.Rules(domain: "c1", service: "media-sports", attributes: ("sanDNS", name)).CheckDnsNames()?.Code, Is.EqualTo(code));

    [TestCase("", "", null)]
    [TestCase("web-0." + Own, "", null)]
    [TestCase("web-0." + Own, "athenz://hostname/web-0." + Own, null)]
    [TestCase("evil.example.com", "", "hostname-foreign")]
    [TestCase("*." + Own, "", "hostname-foreign")]
    [TestCase(Own + ",evil.example.com", "", "hostname-foreign")]
    [TestCase(Own, "athenz://hostname/web-0." + Own, "hostname-mismatch")]
    [TestCase("", "athenz://hostname/" + Own, "hostname-mismatch")]
    [TestCase("", "athenz://hostname/", "hostname-mismatch")]
    [TestCase(Own, "athenz://hostname/" + Own + ",athenz://hostname/" + Own, "hostname-duplicate")]
    public void CheckHostname_takes_own_names_only(string hostname, string uris, string? code) =>
        Assert.That(NameRulesFixture.Rules(attributes: [("hostname", hostname), ("sanURI", uris)]).CheckHostname("media-sports")?.Code, Is.EqualTo(code));

    private static string? Check(string names) =>
        NameRulesFixture.Rules(attributes: ("sanDNS", names)).CheckDnsNames("media-sports", NameRulesFixture.Ips("10.1.2.3", "2001:db8::5"))?.Code;
}
