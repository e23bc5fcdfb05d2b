using System.Security.Cryptography.X509Certificates;
using Argos.Rules.TestKit.Certificates;

namespace Argos.Rules.System.Tests.Fakes;

internal sealed class TestAuthorityTests
{
    [Test]
    public void Provider_certificate_has_the_service_name_as_its_only_name()
    {
        using var authority = new TestAuthority();
        using var provider = authority.Provider("k8s.cluster1.identityd");

        Assert.That(provider.Certificate.GetNameInfo(X509NameType.SimpleName, false), Is.EqualTo("k8s.cluster1.identityd"));
        Assert.That(provider.Certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>(), Is.Empty);
        Assert.That(authority.Trusts(provider.Certificate), Is.True);
    }

    [Test]
    public void Trusts_refuses_the_certificate_of_another_authority_with_the_same_name()
    {
        using var authority = new TestAuthority();
        using var other = new TestAuthority();
        using var certificate = other.Client("sys.auth.zts");

        Assert.That(authority.Trusts(certificate.Certificate), Is.False);
    }

    [Test]
    public void Trusts_refuses_an_expired_certificate()
    {
        using var authority = new TestAuthority();
        using var certificate = authority.Issue("CN=a", [], notBefore: TimeSpan.FromHours(-2), notAfter: TimeSpan.FromHours(-1));

        Assert.That(authority.Trusts(certificate.Certificate), Is.False);
    }

    [Test]
    public void WriteTo_writes_pem_files_that_belong_together()
    {
        using var authority = new TestAuthority();
        using var client = authority.Client("sys.auth.zts");
        var folder = Directory.CreateTempSubdirectory("argos-").FullName;
        try
        {
            var files = client.WriteTo(folder, "zts");
            using var read = X509Certificate2.CreateFromPemFile(files.Certificate, files.Key);

            Assert.That(read.HasPrivateKey, Is.True);
            Assert.That(read.Thumbprint, Is.EqualTo(client.Certificate.Thumbprint));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
