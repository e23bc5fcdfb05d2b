namespace Argos.Rules.Engine.Tests.Language;

/// <summary>Requests of meshes: a SPIFFE URI and no other name.</summary>
internal sealed class SpiffeOnlyTests
{
    private const string Allowed = """{"dnsSuffixes": ["k8s.example.com"], "spiffeTrustDomains": ["trust.example.com"], "allowSpiffeOnly": true}""";
    private const string Uri = "spiffe://trust.example.com/ns/media-sports/sa/media.sports.api";

    [Test]
    public void Request_passes_where_the_setting_allows_it()
    {
        var rules = NameRulesFixture.Rules(Allowed, attributes: [("instanceId", "u1"), ("sanURI", Uri)]);

        Assert.That((rules.CheckInstanceId(), rules.CheckDnsNames("media-sports"), rules.CheckUris("media-sports")), Is.EqualTo(((object?)null, (object?)null, (object?)null)));
        Assert.That(rules.CheckUris("media-news")?.Code, Is.EqualTo("spiffe-namespace"));
    }

    [Test]
    public void Request_is_refused_without_the_setting()
    {
        var rules = NameRulesFixture.Rules(Allowed.Replace("true", "false", StringComparison.Ordinal), attributes: [("instanceId", "u1"), ("sanURI", Uri)]);

        Assert.That((rules.CheckInstanceId()?.Code, rules.CheckDnsNames("media-sports")?.Code), Is.EqualTo(("instance-id-unnamed", "dns-name-missing")));
    }

    [TestCase("", "")]
    [TestCase("", "athenz://hostname/x")]
    [TestCase("u1.instanceid.athenz.k8s.example.com", Uri)]
    public void Request_with_another_name_or_without_the_uri_is_none(string dns, string uris) =>
        Assert.That(NameRulesFixture.Rules(Allowed, attributes: [("instanceId", "u1"), ("sanDNS", dns), ("sanURI", uris)]).CheckDnsNames("media-sports")?.Code, Is.EqualTo("dns-name-missing"));

    [Test]
    public void Request_with_a_dns_name_needs_the_instance_id_in_a_name() =>
        Assert.That(NameRulesFixture.Rules(Allowed, attributes: [("instanceId", "u1"), ("sanDNS", "api.media-sports.k8s.example.com"), ("sanURI", Uri)]).CheckInstanceId()?.Code, Is.EqualTo("instance-id-unnamed"));

    [TestCase("172-17-0-3.media-sports.pod.cluster.local", null)]
    [TestCase("172-17-0-3.web.media-sports.pod.cluster.local", null)]
    [TestCase("2001-db8--5.media-sports.pod.cluster.local", null)]
    [TestCase("web-0.media-sports.pod.cluster.local", "dns-name-pod-ip")]
    [TestCase("172-17-0-3.media-news.pod.cluster.local", "dns-name-namespace")]
    public void Pod_name_of_any_address_is_one_of_the_namespace(string name, string? code)
    {
        var rules = NameRulesFixture.Rules(attributes: [("sanDNS", name), ("hostname", name)]);

        Assert.That(rules.CheckDnsNames("media-sports", null, anyPodAddress: true)?.Code, Is.EqualTo(code));
        Assert.That(rules.CheckHostname("media-sports", null, anyPodAddress: true)?.Code, Is.EqualTo(code is null ? null : "hostname-foreign"));
        Assert.That(rules.CheckHostname("media-sports")?.Code, Is.EqualTo("hostname-foreign"));
    }
}
