using System.ComponentModel.DataAnnotations;
using Argos.Rules.Enrollment;

namespace Argos.Rules.Engine.Tests.Certificates;

internal sealed class CertificatesOptionsTests
{
    [Test]
    public void Validate_of_nothing_is_off_and_good()
    {
        Assert.That(Problems(new CertificatesOptions()), Is.Empty);
    }

    [Test]
    public void Validate_of_a_whole_set_is_good()
    {
        Assert.That(Problems(Good()), Is.Empty);
    }

    [TestCase(nameof(CertificatesOptions.ZtsUrl), "http://zts.example.com/zts/v1")]
    [TestCase(nameof(CertificatesOptions.ZtsUrl), "zts.example.com")]
    [TestCase(nameof(CertificatesOptions.Domain), "")]
    [TestCase(nameof(CertificatesOptions.Domain), "K8s.cluster1")]
    [TestCase(nameof(CertificatesOptions.Domain), "a..b")]
    [TestCase(nameof(CertificatesOptions.Service), "api.more")]
    [TestCase(nameof(CertificatesOptions.Service), "api;k=v")]
    [TestCase(nameof(CertificatesOptions.DnsSuffix), ".athenz.cloud")]
    [TestCase(nameof(CertificatesOptions.KeyVersion), "")]
    [TestCase(nameof(CertificatesOptions.KeyVersion), "0;d=other")]
    [TestCase(nameof(CertificatesOptions.InstanceId), "a/b")]
    [TestCase(nameof(CertificatesOptions.TokenHeader), "A\r\nB")]
    [TestCase(nameof(CertificatesOptions.SpiffeTrustDomain), "a/b")]
    public void Validate_names_the_setting_that_is_wrong(string name, string value)
    {
        var options = Good();
        typeof(CertificatesOptions).GetProperty(name)!.SetValue(options, value);

        Assert.That(Problems(options), Is.EqualTo(new[] { name }));
    }

    [Test]
    public void Validate_wants_one_credential_and_one_only()
    {
        var (none, both, token) = (Good(), Good(), Good());
        none.ServiceKeyFile = "";
        both.TokenFile = "token";
        (token.ServiceKeyFile, token.TokenFile) = ("", "token");

        Assert.That(Problems(none), Does.Contain(nameof(CertificatesOptions.ServiceKeyFile)));
        Assert.That(Problems(both), Does.Contain(nameof(CertificatesOptions.ServiceKeyFile)));
        Assert.That(Problems(token), Is.EqualTo(new[] { nameof(CertificatesOptions.InstanceId) }));
    }

    private static CertificatesOptions Good() => new()
    {
        ZtsUrl = "https://zts.example.com:4443/zts/v1",
        Domain = "k8s.cluster1",
        Service = "identityd",
        DnsSuffix = "athenz.cloud",
        ServiceKeyFile = "service.key",
        KeyVersion = "v0",
    };

    private static string[] Problems(CertificatesOptions options) => [.. options.Validate(new ValidationContext(options)).SelectMany(static r => r.MemberNames)];
}
