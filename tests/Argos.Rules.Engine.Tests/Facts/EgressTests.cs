using Argos.Rules.Core.Facts.Fetching;

namespace Argos.Rules.Engine.Tests.Facts;

internal sealed class EgressTests
{
    [TestCase("oidc.eks.*.amazonaws.com", "https://oidc.eks.us-west-2.amazonaws.com/id/A", true)]
    [TestCase("oidc.eks.*.amazonaws.com", "https://oidc.eks.us.west.amazonaws.com/id/A", false)]
    [TestCase("oidc.eks.*.amazonaws.com", "https://oidc.eks..amazonaws.com/id/A", false)]
    [TestCase("oidc.eks.*.amazonaws.com", "https://oidc.eks.x.amazonaws.com.evil.example/id/A", false)]
    [TestCase("oidc.eks.*.amazonaws.com", "https://oidc.eks.x.amazonaws.com:8443/", false)]
    [TestCase("oidc.eks.*.amazonaws.com", "https://oidc.eks.cn-north-1.amazonaws.com.cn/id/A", false)]
    [TestCase("oidc.eks.*.amazonaws.com.cn", "https://oidc.eks.cn-north-1.amazonaws.com.cn/id/A", true)]
    [TestCase("issuer.example.com:8443", "https://issuer.example.com:8443/", true)]
    [TestCase("issuer.example.com", "https://ISSUER.example.com/", true)]
    [TestCase("issuer.example.com", "https://issuer.example.com.", false)]
    public void Host_patterns_stand_for_whole_labels(string pattern, string address, bool allowed) =>
        Assert.That(Egress.TryParse(address, loopbackHttp: false, out var uri) && Egress.IsAmong(uri!, [pattern]), Is.EqualTo(allowed));

    [TestCase("http://issuer.example.com/")]
    [TestCase("https://user@issuer.example.com/")]
    [TestCase("https://issuer.example.com/?a=b")]
    [TestCase("https://issuer.example.com/#a")]
    [TestCase("https://issuer.example.com\\@evil.example/")]
    [TestCase("https://issuer.éxample.com/")]
    [TestCase("//issuer.example.com/")]
    [TestCase("ftp://issuer.example.com/")]
    [TestCase("")]
    public void Addresses_that_are_not_plain_https_are_none(string address) => Assert.That(Egress.TryParse(address, loopbackHttp: true, out _), Is.False);

    [TestCase("*")]
    [TestCase("*.com")]
    [TestCase("issuer.*.com")]
    [TestCase("issuer.example.*")]
    [TestCase("https://issuer.example.com")]
    [TestCase("")]
    public void Host_patterns_that_anybody_could_fit_are_none(string pattern) => Assert.That(Egress.IsHostPattern(pattern), Is.False);
}
