namespace Argos.Rules.Engine.Tests.Language;

internal sealed class NameSettingsTests
{
    [TestCase("{}", "settings-missing")]
    [TestCase("""{"dnsSuffixes": []}""", "settings-missing")]
    [TestCase("""{"dnsSuffixes": [5]}""", "settings-invalid")]
    [TestCase("""{"dnsSuffixes": ["a.com", 5]}""", "settings-invalid")]
    [TestCase("""{"dnsSuffixes": {"a":1}}""", "settings-invalid")]
    [TestCase("""{"dnsSuffixes": [".a.com"]}""", "settings-invalid")]
    [TestCase("""{"dnsSuffixes": ["A.com"]}""", "settings-invalid")]
    [TestCase("""{"dnsSuffixes": "a.com"}""", null)]
    [TestCase("""{"dnsSuffixes": ["a.com"], "clusterNames": ["*"]}""", "settings-invalid")]
    [TestCase("""{"dnsSuffixes": ["a.com"], "k8sDnsSuffixes": ["cluster.local"]}""", "settings-invalid")]
    [TestCase("""{"dnsSuffixes": ["a.com"], "k8sDnsSuffixes": ["svc", "pod", "svc.cluster.local"]}""", null)]
    [TestCase("""{"dnsSuffixes": ["a.com"], "spiffeTrustDomains": ["spiffe://a.com"]}""", "settings-invalid")]
    [TestCase("""{"dnsSuffixes": ["a.com"], "spiffeTrustDomains": [""]}""", "settings-invalid")]
    [TestCase("""{"dnsSuffixes": ["a.com"], "domainMapping": {"mode":"other"}}""", "settings-invalid")]
    [TestCase(NameRulesFixture.Settings, null)]
    public void CheckSettings_finds_missing_and_wrong_values(string settings, string? code) =>
        Assert.That(NameRulesFixture.Rules(settings).CheckSettings()?.Code, Is.EqualTo(code));
}
