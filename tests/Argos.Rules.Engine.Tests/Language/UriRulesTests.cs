namespace Argos.Rules.Engine.Tests.Language;

internal sealed class UriRulesTests
{
    [TestCase("", null)]
    [TestCase("spiffe://media.sports/sa/api", null)]
    [TestCase("spiffe://trust.example.com/ns/media-sports/sa/media.sports.api", null)]
    [TestCase("athenz://instanceid/k8s.cluster1.identityd/u1,athenz://hostname/x,spiffe://media.sports/sa/api", null)]
    [TestCase("https://example.com/", "san-uri-unknown")]
    [TestCase("athenz://other/x", "san-uri-unknown")]
    [TestCase("SPIFFE://media.sports/sa/api", "san-uri-unknown")]
    [TestCase("spiffe://media.sports/sa/api,spiffe://media.sports/sa/api", "spiffe-duplicate")]
    [TestCase("spiffe://media.sports/sa/web", "spiffe-foreign")]
    [TestCase("spiffe://media.news/sa/api", "spiffe-foreign")]
    [TestCase("spiffe://media.sports/sa/api/", "spiffe-foreign")]
    [TestCase("spiffe://media.sports/sa/api?x", "spiffe-foreign")]
    [TestCase("spiffe://trust.example.com/ns/media-sports/sa/media.sports.web", "spiffe-foreign")]
    [TestCase("spiffe://trust.example.com/ns/media-sports/sa/api", "spiffe-foreign")]
    [TestCase("spiffe://trust.example.com/ns/media-sports/x/sa/media.sports.api", "spiffe-foreign")]
    [TestCase("spiffe://evil.example.com/ns/media-sports/sa/media.sports.api", "spiffe-trust-domain")]
    [TestCase("spiffe:///ns/media-sports/sa/media.sports.api", "spiffe-trust-domain")]
    [TestCase("spiffe://trust.example.com/ns/default/sa/media.sports.api", "spiffe-namespace")]
    [TestCase("spiffe://trust.example.com/ns//sa/media.sports.api", "spiffe-namespace")]
    public void CheckUris_takes_the_forms_of_the_identity_only(string uris, string? code) =>
        Assert.That(NameRulesFixture.Rules(attributes: ("sanURI", uris)).CheckUris("media-sports")?.Code, Is.EqualTo(code));

    [TestCase("default", null, null)]
    [TestCase("default", "shop", null)]
    [TestCase("shop", "shop", null)]
    [TestCase("shop", null, "spiffe-namespace")]
    [TestCase("other", "shop", "spiffe-namespace")]
    [TestCase("defaults", null, "spiffe-namespace")]
    public void CheckUris_or_default_takes_what_agents_write_that_know_no_namespace(string claimed, string? proven, string? code) =>
        Assert.That(NameRulesFixture.Rules(attributes: ("sanURI", $"spiffe://trust.example.com/ns/{claimed}/sa/media.sports.api")).CheckUris(proven, orDefault: true)?.Code, Is.EqualTo(code));

    [Test]
    public void CheckUris_without_proven_namespace_refuses_the_form_with_one() =>
        Assert.That(NameRulesFixture.Rules(attributes: ("sanURI", "spiffe://trust.example.com/ns/media-sports/sa/media.sports.api")).CheckUris()?.Code, Is.EqualTo("spiffe-namespace"));

    [TestCase("https://example.com/a", null)]
    [TestCase("https://example.com/", null)]
    [TestCase("https://example.org/", "san-uri-unknown")]
    [TestCase("urn:uuid:1", null)]
    [TestCase("urn:uuid:12", "san-uri-unknown")]
    [TestCase("https://example.com/,spiffe://media.sports/sa/web", "spiffe-foreign")]
    public void CheckUris_takes_other_kinds_that_the_policy_allows(string uris, string? code) =>
        Assert.That(NameRulesFixture.Rules(attributes: ("sanURI", uris)).CheckUris("media-sports", alsoAllowed: ["https://example.com/*", "urn:uuid:?"])?.Code, Is.EqualTo(code));

    [TestCase("SPIFFE://media.sports/sa/web", "san-uri-unknown")]
    [TestCase("spiffe://media.sports/sa/web", "spiffe-foreign")]
    [TestCase("Athenz://instanceid/k8s.cluster1.identityd/u1", "san-uri-unknown")]
    [TestCase("athenz://HOSTNAME/x", "san-uri-unknown")]
    public void CheckUris_keeps_its_rules_for_the_known_kinds_whatever_is_allowed(string uris, string code) =>
        Assert.That(NameRulesFixture.Rules(attributes: ("sanURI", uris)).CheckUris("media-sports", alsoAllowed: ["*"])?.Code, Is.EqualTo(code));
}
