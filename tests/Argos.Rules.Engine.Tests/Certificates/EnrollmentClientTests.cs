using System.Security.Cryptography;
using Argos.Rules.Enrollment;
using Argos.Rules.TestKit.Athenz.Csr;
using Microsoft.AspNetCore.Http;

namespace Argos.Rules.Engine.Tests.Certificates;

internal sealed class EnrollmentClientTests
{
    [Test]
    public async Task Obtain_with_a_service_key_gives_a_certificate_for_that_key()
    {
        await using var fixture = await ServiceFixture.StartAsync();
        var options = fixture.WithServiceKey();
        options.ExpiryMinutes = 600;
        options.SubjectOrganization = "Athenz";

        var pair = Obtained(await fixture.ObtainAsync(options));

        using var certificate = fixture.Pair.Read()!.Open();
        var names = SubjectNames.Read(certificate.Extensions);
        Assert.Multiple(() =>
        {
            Assert.That(certificate.Subject, Does.Contain("CN=k8s.cluster1.identityd").And.Contain("O=Athenz").And.Not.Contain("OU="));
            Assert.That(names.Dns, Is.EqualTo(new[] { "identityd.k8s-cluster1.zts.athenz.cloud" }));
            Assert.That(names.Uris, Is.EqualTo(new[] { "spiffe://k8s.cluster1/sa/identityd" }));
            Assert.That(pair.NotAfter, Is.EqualTo(fixture.Time.Now.AddMinutes(600)).Within(TimeSpan.FromSeconds(1)));
            Assert.That(fixture.Zts.PrincipalTokens.Single().KeyId, Is.EqualTo("v0"));
            Assert.That(fixture.Zts.PrincipalTokens.Single().Host, Is.Not.Empty);
        });
        using var key = RSA.Create();
        key.ImportFromPem(await File.ReadAllTextAsync(fixture.ServiceKeyFile));
        Assert.That(certificate.PublicKey.ExportSubjectPublicKeyInfo(), Is.EqualTo(key.ExportSubjectPublicKeyInfo()));
    }

    [Test]
    public async Task Obtain_with_an_ec_service_key_works_as_well()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await using var fixture = await ServiceFixture.StartAsync(o => o with { Services = [o.Services[0] with { PublicKeys = o.Services[0].PublicKeys.SetItem("v0", key.ExportSubjectPublicKeyInfoPem()) }] });
        await File.WriteAllTextAsync(fixture.ServiceKeyFile, key.ExportECPrivateKeyPem());

        Obtained(await fixture.ObtainAsync(fixture.WithServiceKey()));

        Assert.That(fixture.Pair.Read()!.CommonName, Is.EqualTo(ServiceFixture.Identity));
    }

    [Test]
    public async Task Obtain_with_a_key_that_is_not_registered_is_refused_and_keeps_the_pair()
    {
        await using var fixture = await ServiceFixture.StartAsync();
        var before = Obtained(await fixture.ObtainAsync(fixture.WithServiceKey()));
        using var other = RSA.Create(2048);
        await File.WriteAllTextAsync(fixture.ServiceKeyFile, other.ExportRSAPrivateKeyPem());

        var failed = Failed(await fixture.ObtainAsync(fixture.WithServiceKey()));

        Assert.That(failed.Kind, Is.EqualTo(CertificateFailure.Refused));
        Assert.That(failed.Problem, Is.EqualTo("ZTS answered 401: Invalid credentials: authentication failed"));
        Assert.That(fixture.Pair.Read()!.Serial, Is.EqualTo(before.Serial));
    }

    [Test]
    public async Task Obtain_with_an_unknown_key_version_is_refused()
    {
        await using var fixture = await ServiceFixture.StartAsync();
        var options = fixture.WithServiceKey();
        options.KeyVersion = "v9";

        Assert.That(Failed(await fixture.ObtainAsync(options)).Kind, Is.EqualTo(CertificateFailure.Refused));
    }

    [TestCase(6, "future timestamp")]
    [TestCase(-11, "has expired")]
    public async Task Obtain_with_a_clock_far_from_that_of_zts_is_refused(int minutes, string problem)
    {
        await using var fixture = await ServiceFixture.StartAsync();
        var off = new TestKit.Time.ManualTime(fixture.Time.Now.AddMinutes(minutes));

        var outcome = await new EnrollmentClient(fixture.WithServiceKey(), fixture.Pair, off).ObtainAsync(false, CancellationToken.None);

        Assert.That(Failed(outcome).Problem, Does.Contain(problem));
    }

    [TestCase("garbage")]
    [TestCase("")]
    [TestCase("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----")]
    public async Task Obtain_without_a_usable_key_names_the_file_and_none_of_its_content(string content)
    {
        await using var fixture = await ServiceFixture.StartAsync();
        await File.WriteAllTextAsync(fixture.ServiceKeyFile, content);

        var failed = Failed(await fixture.ObtainAsync(fixture.WithServiceKey()));

        Assert.That(failed.Kind, Is.EqualTo(CertificateFailure.Local));
        Assert.That(failed.Problem, Is.EqualTo($"`{fixture.ServiceKeyFile}` holds no RSA (2048 bits or more) or ECDSA private key in PEM, not encrypted"));
    }

    [Test]
    public async Task Obtain_with_a_short_rsa_key_refuses_to_use_it()
    {
        await using var fixture = await ServiceFixture.StartAsync();
        using var weak = RSA.Create(1024);
        await File.WriteAllTextAsync(fixture.ServiceKeyFile, weak.ExportPkcs8PrivateKeyPem());

        Assert.That(Failed(await fixture.ObtainAsync(fixture.WithServiceKey())).Kind, Is.EqualTo(CertificateFailure.Local));
    }

    [Test]
    public async Task Obtain_from_a_zts_of_another_authority_says_nothing_to_it()
    {
        await using var fixture = await ServiceFixture.StartAsync();
        using var other = new TestKit.Certificates.TestAuthority("another");
        other.WriteTo(fixture.Folder);

        var failed = Failed(await fixture.ObtainAsync(fixture.WithServiceKey()));

        Assert.That(failed.Kind, Is.EqualTo(CertificateFailure.Unreachable));
        Assert.That(fixture.Zts.PrincipalTokens, Is.Empty);
    }

    [Test]
    public async Task Obtain_when_zts_is_away_or_fails_is_unreachable()
    {
        await using var fixture = await ServiceFixture.StartAsync();
        var options = fixture.WithServiceKey();
        fixture.Zts.Instead = static context =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        };
        var failing = Failed(await fixture.ObtainAsync(options));
        options.ZtsUrl = "https://127.0.0.1:1/zts/v1";
        var away = Failed(await fixture.ObtainAsync(options));

        Assert.That(new[] { failing.Kind, away.Kind }, Is.All.EqualTo(CertificateFailure.Unreachable));
        Assert.That(failing.Problem, Is.EqualTo("ZTS answered 503"));
    }

    [Test]
    public async Task Problem_of_a_zts_that_echoes_the_token_does_not_show_it()
    {
        await using var fixture = await ServiceFixture.StartAsync();
        var sent = "";
        fixture.Zts.Instead = async context =>
        {
            sent = context.Request.Headers["Athenz-Principal-Auth"].ToString();
            context.Response.StatusCode = 401;
            await context.Response.WriteAsJsonAsync(new { code = 401, message = $"no:\r\n{sent} cut {sent[..^60]} {sent[^200..]}" });
        };

        var failed = Failed(await fixture.ObtainAsync(fixture.WithServiceKey()));

        var signature = sent[(sent.IndexOf(";s=", StringComparison.Ordinal) + 3)..];
        Assert.That(sent, Does.StartWith("v=S1;d=k8s.cluster1;n=identityd;k=v0;h="));
        Assert.That(failed.Problem, Does.StartWith("ZTS answered 401: no:").And.Not.Contain("\n").And.Not.Contain("\r"));
        for (var i = 0; i + 24 <= signature.Length; i += 8) Assert.That(failed.Problem, Does.Not.Contain(signature.Substring(i, 24)));
    }

    [Test]
    public async Task Obtain_with_a_register_token_registers_then_refreshes_over_mtls_with_a_new_key()
    {
        await using var fixture = await ServiceFixture.StartAsync();
        fixture.WriteToken();

        var first = Obtained(await fixture.ObtainAsync(fixture.WithToken()));
        fixture.Time.Advance(TimeSpan.FromDays(2));
        var second = Obtained(await fixture.ObtainAsync(fixture.WithToken()));

        using var certificate = second.Open();
        var names = SubjectNames.Read(certificate.Extensions);
        Assert.Multiple(() =>
        {
            Assert.That(names.Dns, Is.EqualTo(new[] { "identityd.k8s-cluster1.zts.athenz.cloud" }));
            Assert.That(names.Uris, Is.EqualTo(new[] { "spiffe://k8s.cluster1/sa/identityd", "athenz://instanceid/sys.auth.zts/identityd-0" }));
            Assert.That(certificate.Subject, Does.Contain("OU=sys.auth.zts"));
            Assert.That(second.Serial, Is.Not.EqualTo(first.Serial));
            Assert.That(second.Key, Is.Not.EqualTo(first.Key));
        });
    }

    [Test]
    public async Task Obtain_that_keeps_the_key_refreshes_for_the_same_key()
    {
        await using var fixture = await ServiceFixture.StartAsync();
        fixture.WriteToken();
        var options = fixture.WithToken();
        options.KeepKey = true;

        var first = Obtained(await fixture.ObtainAsync(options));
        var second = Obtained(await fixture.ObtainAsync(options));

        Assert.That(second.Serial, Is.Not.EqualTo(first.Serial));
        Assert.That(second.Key, Is.EqualTo(first.Key));
    }

    [Test]
    public async Task Obtain_with_a_token_of_long_ago_is_refused_but_still_refreshes()
    {
        await using var fixture = await ServiceFixture.StartAsync();
        fixture.WriteToken();
        Obtained(await fixture.ObtainAsync(fixture.WithToken()));
        fixture.Time.Advance(TimeSpan.FromMinutes(31));

        var again = Failed(await fixture.ObtainAsync(fixture.WithToken(), register: true));
        var refreshed = await fixture.ObtainAsync(fixture.WithToken());

        Assert.That(again.Problem, Is.EqualTo("ZTS answered 403: unable to verify attestation data: token is too old"));
        Obtained(refreshed);
    }

    [Test]
    public async Task Obtain_when_the_certificate_has_ended_registers_with_a_new_token()
    {
        await using var fixture = await ServiceFixture.StartAsync();
        fixture.WriteToken();
        Obtained(await fixture.ObtainAsync(fixture.WithToken()));
        fixture.Time.Advance(TimeSpan.FromDays(31));
        fixture.WriteToken();

        Obtained(await fixture.ObtainAsync(fixture.WithToken()));
    }

    [Test]
    public async Task Obtain_with_the_token_of_another_instance_is_refused_without_showing_it()
    {
        await using var fixture = await ServiceFixture.StartAsync();
        var token = fixture.WriteToken("identityd-7");

        var failed = Failed(await fixture.ObtainAsync(fixture.WithToken()));

        Assert.That(failed.Problem, Does.Contain("instance id mismatch").And.Not.Contain(token.Split('.')[2]));
    }

    [Test]
    public async Task Private_key_is_its_owners_alone()
    {
        await using var fixture = await ServiceFixture.StartAsync();

        Obtained(await fixture.ObtainAsync(fixture.WithServiceKey()));

        Assert.That(new FileInfo(fixture.KeyFile).ResolveLinkTarget(returnFinalTarget: true)!.UnixFileMode, Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    private static CertificatePair Obtained(CertificateOutcome outcome)
    {
        Assert.That(outcome, Is.InstanceOf<CertificateOutcome.Obtained>(), () => outcome.ToString());
        return ((CertificateOutcome.Obtained)outcome).Pair;
    }

    private static CertificateOutcome.Failed Failed(CertificateOutcome outcome)
    {
        Assert.That(outcome, Is.InstanceOf<CertificateOutcome.Failed>());
        return (CertificateOutcome.Failed)outcome;
    }
}
