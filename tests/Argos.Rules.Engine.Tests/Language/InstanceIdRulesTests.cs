namespace Argos.Rules.Engine.Tests.Language;

internal sealed class InstanceIdRulesTests
{
    [TestCase("u1.instanceid.athenz.k8s.example.com", "")]
    [TestCase("api.media-sports.k8s.example.com,u1.instanceid.athenz.alt.example.org", "athenz://instanceid/k8s.cluster1.identityd/u1")]
    [TestCase("", "spiffe://media.sports/sa/api,athenz://instanceid/k8s.cluster1.identityd/u1")]
    public void CheckInstanceId_one_id_everywhere_passes(string dns, string uris) =>
        Assert.That(Check("u1", dns, uris), Is.Null);

    [TestCase("u1", "", "", "instance-id-unnamed")]
    [TestCase("u1", "api.media-sports.k8s.example.com", "spiffe://media.sports/sa/api", "instance-id-unnamed")]
    [TestCase("u1", "u1.k8s.example.com", "athenz://hostname/u1", "instance-id-unnamed")]
    [TestCase("", "", "", "instance-id-missing")]
    [TestCase("u1,u2", "", "", "instance-id-malformed")]
    [TestCase("u1", ".instanceid.athenz.k8s.example.com", "", "instance-id-malformed")]
    [TestCase("u1", "", "athenz://instanceid/u1", "instance-id-malformed")]
    [TestCase("u1", "", "athenz://instanceid//u1", "instance-id-malformed")]
    [TestCase("u1", "", "athenz://instanceid/k8s.cluster1.identityd/", "instance-id-malformed")]
    [TestCase("u1", "u2.instanceid.athenz.k8s.example.com", "", "instance-id-mismatch")]
    [TestCase("u1", "U1.instanceid.athenz.k8s.example.com", "", "instance-id-mismatch")]
    [TestCase("u1", "", "athenz://instanceid/k8s.cluster1.identityd/u2", "instance-id-mismatch")]
    [TestCase("u1", "", "athenz://instanceid/k8s.cluster1.identityd/x/u1", "instance-id-mismatch")]
    [TestCase("u1", "u1.instanceid.athenz.k8s.example.com,u1.instanceid.athenz.k8s.example.com", "", "instance-id-duplicate")]
    [TestCase("u1", "u1.instanceid.athenz.k8s.example.com,u2.instanceid.athenz.k8s.example.com", "", "instance-id-duplicate")]
    [TestCase("u1", "", "athenz://instanceid/k8s.cluster1.identityd/u1,athenz://instanceid/k8s.cluster1.identityd/u1", "instance-id-duplicate")]
    [TestCase("u1", "u1.instanceid.athenz.evil.k8s.example.com", "", "instance-id-suffix")]
    [TestCase("u1", "u1.instanceid.athenz.example.com", "", "instance-id-suffix")]
    [TestCase("u1", "u1.instanceid.athenz.k8s.example.com.", "", "instance-id-suffix")]
    [TestCase("u1", "u1.instanceid.athenz.x.instanceid.athenz.k8s.example.com", "", "instance-id-suffix")]
    [TestCase("u1", "u1.instanceid.athenz.K8S.example.com", "", "instance-id-suffix")]
    [TestCase("u1", "", "athenz://instanceid/k8s.cluster2.identityd/u1", "instance-id-provider")]
    public void CheckInstanceId_refuses(string attribute, string dns, string uris, string code) =>
        Assert.That(Check(attribute, dns, uris), Is.EqualTo(code));

    [TestCase("true", null)]
    [TestCase("false", "instance-id-unnamed")]
    [TestCase("\"true\"", "instance-id-unnamed")]
    [TestCase("1", "instance-id-unnamed")]
    public void CheckInstanceId_that_no_name_carries_passes_by_a_setting_only(string value, string? code) =>
        Assert.That(NameRulesFixture.Rules($$"""{"dnsSuffixes": ["k8s.example.com"], "allowUnnamedInstanceId": {{value}}}""", attributes: ("instanceId", "u1")).CheckInstanceId()?.Code, Is.EqualTo(code));

    [Test]
    public void CheckInstanceId_that_names_carry_is_checked_whatever_the_setting()
    {
        var rules = NameRulesFixture.Rules("""{"dnsSuffixes": ["k8s.example.com"], "allowUnnamedInstanceId": true}""", attributes: [("instanceId", "u1"), ("sanDNS", "u2.instanceid.athenz.k8s.example.com")]);

        Assert.That(rules.CheckInstanceId()?.Code, Is.EqualTo("instance-id-mismatch"));
    }

    private static string? Check(string attribute, string dns, string uris) =>
        NameRulesFixture.Rules(attributes: [("instanceId", attribute), ("sanDNS", dns), ("sanURI", uris)]).CheckInstanceId()?.Code;
}
