using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Argos.Rules.Enrollment;
using Microsoft.AspNetCore.Http;

namespace Argos.Rules.Engine.Tests.Certificates;

/// <summary>A pair that works stays, whatever ZTS answers.</summary>
internal sealed class BadAnswerTests
{
    private const string ServerAuth = "1.3.6.1.5.5.7.3.1";

    [TestCase("""{}""", "no certificate")]
    [TestCase("""[]""", "no certificate")]
    [TestCase("not json", "no certificate")]
    [TestCase("""{"certificate": 7}""", "no certificate")]
    [TestCase("""{"certificate": "hello"}""", "no certificate")]
    [TestCase("""{"name": "k8s.cluster1.identityd", "certificate": ""}""", "no certificate")]
    public async Task Answer_without_a_certificate_replaces_nothing(string body, string problem)
    {
        await AnswerReplacesNothingAsync((_, _) => body, problem);
    }

    [TestCase("CN=k8s.cluster2.identityd", "is for `CN=k8s.cluster2.identityd`, not for `k8s.cluster1.identityd`")]
    [TestCase("CN=K8s.cluster1.identityd", "not for `k8s.cluster1.identityd`")]
    [TestCase("CN=k8s.cluster1.identityd, CN=other", "not for `k8s.cluster1.identityd`")]
    [TestCase("O=k8s.cluster1.identityd", "not for `k8s.cluster1.identityd`")]
    public async Task Certificate_of_another_name_replaces_nothing(string subject, string problem)
    {
        await AnswerReplacesNothingAsync((fixture, key) => Answer(fixture, key, subject), problem);
    }

    [Test]
    public async Task Certificate_for_another_key_replaces_nothing()
    {
        await AnswerReplacesNothingAsync(static (fixture, _) =>
        {
            using var other = fixture.Authority.Provider(ServiceFixture.Identity);
            return new JsonObject { ["certificate"] = other.CertificatePem }.ToJsonString();
        }, "another key");
    }

    [TestCase(-2, -1, "ended at")]
    [TestCase(1, 2, "begins only at")]
    public async Task Certificate_outside_its_time_replaces_nothing(int fromDays, int untilDays, string problem)
    {
        await AnswerReplacesNothingAsync((fixture, key) => Answer(fixture, key, "CN=" + ServiceFixture.Identity, from: TimeSpan.FromDays(fromDays), until: TimeSpan.FromDays(untilDays)), problem);
    }

    [Test]
    public async Task Certificate_for_clients_only_replaces_nothing()
    {
        await AnswerReplacesNothingAsync(static (fixture, key) => Answer(fixture, key, "CN=" + ServiceFixture.Identity, usage: "1.3.6.1.5.5.7.3.2"), "may not be used by servers");
    }

    [Test]
    public async Task Authorities_that_are_no_certificates_replace_nothing()
    {
        await AnswerReplacesNothingAsync(static (fixture, key) => Answer(fixture, key, "CN=" + ServiceFixture.Identity, authorities: "none"), "authorities");
    }

    [Test]
    public async Task Good_answer_of_the_same_making_is_taken()
    {
        await using var fixture = await ServiceFixture.StartAsync();
        await RespondAsync(fixture, static (fixture, key) => Answer(fixture, key, "CN=" + ServiceFixture.Identity));

        Assert.That(await fixture.ObtainAsync(fixture.WithServiceKey()), Is.InstanceOf<CertificateOutcome.Obtained>());
    }

    private static async Task AnswerReplacesNothingAsync(Func<ServiceFixture, PublicKey, string> answer, string problem)
    {
        await using var fixture = await ServiceFixture.StartAsync();
        await fixture.ObtainAsync(fixture.WithServiceKey());
        var before = fixture.Pair.Read()!.Serial;
        await RespondAsync(fixture, answer);

        var outcome = await fixture.ObtainAsync(fixture.WithServiceKey());

        Assert.That(outcome, Is.InstanceOf<CertificateOutcome.Failed>());
        var failed = (CertificateOutcome.Failed)outcome;
        Assert.That(failed.Kind, Is.EqualTo(CertificateFailure.Unusable));
        Assert.That(failed.Problem, Does.Contain(problem));
        Assert.That(fixture.Pair.Read()!.Serial, Is.EqualTo(before));
    }

    private static Task RespondAsync(ServiceFixture fixture, Func<ServiceFixture, PublicKey, string> answer)
    {
        fixture.Zts.Instead = async context =>
        {
            var body = (await JsonNode.ParseAsync(context.Request.Body))!;
            await context.Response.WriteAsync(answer(fixture, CertificateRequest.LoadSigningRequestPem((string)body["csr"]!, HashAlgorithmName.SHA256, signerSignaturePadding: RSASignaturePadding.Pkcs1).PublicKey));
        };
        return Task.CompletedTask;
    }

    private static string Answer(ServiceFixture fixture, PublicKey key, string subject, TimeSpan? from = null, TimeSpan? until = null, string usage = ServerAuth, string authorities = "")
    {
        var request = new CertificateRequest(new X500DistinguishedName(subject), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        var now = fixture.Time.Now;
        using var certificate = fixture.Authority.Sign(request, now + (from ?? TimeSpan.FromHours(-1)), now + (until ?? TimeSpan.FromDays(30)));
        return new JsonObject { ["certificate"] = certificate.ExportCertificatePem(), ["caCertBundle"] = authorities }.ToJsonString();
    }
}
