using System.Collections.Immutable;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Core.Documents;
using Argos.Rules.Engine.Tests.Language;
using Argos.Rules.Language.Platforms;
using Argos.Rules.Testing;

namespace Argos.Rules.Engine.Tests.Documents;

internal sealed class DocumentVerificationTests
{
    private const string Document = """{"accountId" : "123456789012", "instanceId" : "i-0123456789abcdef0", "region" : "us-west-2", "privateIp" : "10.1.2.3", "pendingTime" : "2026-03-01T11:50:00Z"}""";

    private static readonly TestCertificates Certificates = new(new Dictionary<string, TestCertificateSpec>
    {
        ["dsa"] = new("aws", IsDsa: true, "default", Pinned: true),
        ["rsa"] = new("aws-rsa", IsDsa: false, "default", Pinned: true),
        ["hongkong"] = new("hongkong", IsDsa: false, "ap-east-1", Pinned: true),
        ["forged-dsa"] = new("aws", IsDsa: true, "default", Pinned: false),
        ["forged-rsa"] = new("aws-rsa", IsDsa: false, "default", Pinned: false),
        ["stranger"] = new("stranger", IsDsa: false, "default", Pinned: false),
    }.ToImmutableDictionary());

    private DocumentVerification _verification = null!;

    [SetUp]
    public void SetUp() => _verification = new DocumentVerification();

    [OneTimeTearDown]
    public void TearDown() => Certificates.Dispose();

    [TestCase("dsa")]
    [TestCase("rsa")]
    public void Verify_signed_document_tells_what_it_says(string signer)
    {
        var check = Verify(Document, Sign(signer));

        Assert.That(check.Finding, Is.Null);
        Assert.That((check.Region, check.Account, check.InstanceId), Is.EqualTo(("us-west-2", "123456789012", "i-0123456789abcdef0")));
        Assert.That(check.PrivateIp, Is.EqualTo(NameRulesFixture.Ip("10.1.2.3")));
        Assert.That(check.PendingTime, Is.EqualTo(new DateTimeOffset(2026, 3, 1, 11, 50, 0, TimeSpan.Zero)));
    }

    [TestCase("forged-dsa", ExpectedResult = "document-signature")]
    [TestCase("forged-rsa", ExpectedResult = "document-signature")]
    [TestCase("stranger", ExpectedResult = "document-signer")]
    [TestCase("hongkong", ExpectedResult = "document-signer")]
    public string Verify_other_signer_is_refused(string signer) => Verify(Document, Sign(signer)).Code;

    [Test]
    public void Verify_region_without_its_certificate_says_where_it_goes()
    {
        var newer = Document.Replace("us-west-2", "eu-south-2", StringComparison.Ordinal);
        var withoutDefault = Certificates.Pins()!;
        withoutDefault.AsObject().Remove("default");

        var absent = _verification.Verify(newer, Sign("dsa", newer), "aws/public-certs", Value(withoutDefault.ToJsonString()));
        var stranger = Verify(newer, Sign("stranger", newer));
        var elsewhere = Verify(Document.Replace("us-west-2", "ap-east-1", StringComparison.Ordinal), Sign("dsa", Document.Replace("us-west-2", "ap-east-1", StringComparison.Ordinal)));

        Assert.That(absent.Finding!.ToString(), Does.Contain("document-signer").And.Contain("`eu-south-2` at `aws/public-certs`: add it there"));
        Assert.That(stranger.Finding!.ToString(), Does.Contain("document-signer").And.Match("serial number [0-9A-F]+ ").And.Contain("`eu-south-2` at `aws/public-certs`, which are those of `default`"));
        Assert.That(elsewhere.Finding!.ToString(), Does.Contain("`ap-east-1` at `aws/public-certs`: if it is AWS's"));
    }

    [Test]
    public void Verify_region_with_an_entry_takes_no_other_certificate()
    {
        var elsewhere = Document.Replace("us-west-2", "ap-east-1", StringComparison.Ordinal);

        Assert.That(Verify(elsewhere, Sign("hongkong", elsewhere)).Finding, Is.Null);
        Assert.That(Verify(elsewhere, Sign("dsa", elsewhere)).Code, Is.EqualTo("document-signer"));
    }

    [TestCase("dsa")]
    [TestCase("rsa")]
    public void Verify_pinned_certificate_in_the_signature_does_no_harm(string signer) =>
        Assert.That(Verify(Document, Certificates.Sign(signer, Bytes(Document), null, embedded: true)).Finding, Is.Null);

    [TestCase("stranger")]
    [TestCase("forged-dsa")]
    [TestCase("forged-rsa")]
    [TestCase("hongkong")]
    public void Verify_certificate_in_the_signature_that_is_not_pinned_for_the_region_is_refused(string signer) =>
        Assert.That(Verify(Document, Certificates.Sign(signer, Bytes(Document), null, embedded: true)).Code, Is.EqualTo("document-certificate-embedded"));

    [TestCase("rsa", "sha1")]
    [TestCase("dsa", "sha256")]
    public void Verify_other_algorithm_is_refused(string signer, string digest) =>
        Assert.That(Verify(Document, Certificates.Sign(signer, Bytes(Document), digest, embedded: false)).Code, Is.EqualTo("document-algorithm"));

    [TestCase(" ")]
    [TestCase("\n")]
    public void Verify_document_that_differs_by_one_byte_is_refused(string more)
    {
        Assert.That(Verify(Document + more, Sign("dsa")).Code, Is.EqualTo("document-content"));
        Assert.That(Verify(Document, Sign("dsa", Document + more)).Code, Is.EqualTo("document-content"));
    }

    [Test]
    public void Verify_without_a_signer_is_refused() => Assert.That(Verify(Document, Changed(static cms => cms.RemoveSignature(0))).Code, Is.EqualTo("document-signature-malformed"));

    [Test]
    public void Verify_two_signers_are_refused()
    {
        using var key = System.Security.Cryptography.RSA.Create(2048);
        using var other = new CertificateRequest("CN=other", key, System.Security.Cryptography.HashAlgorithmName.SHA256, System.Security.Cryptography.RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));

        var signature = Changed(cms => cms.ComputeSignature(new CmsSigner(other) { IncludeOption = X509IncludeOption.None }));

        Assert.That(Verify(Document, signature).Code, Is.EqualTo("document-signature-malformed"));
    }

    [Test]
    public void Verify_lines_end_as_they_like()
    {
        var signature = Sign("dsa");

        Assert.That(Verify(Document, signature.ReplaceLineEndings("\n")).Finding, Is.Null);
        Assert.That(Verify(Document, signature.ReplaceLineEndings("")).Finding, Is.Null);
    }

    [TestCase("{0} ")]
    [TestCase("\t{0}")]
    [TestCase("-----BEGIN PKCS7-----\n{0}\n-----END PKCS7-----")]
    [TestCase("{0}====")]
    [TestCase("{0}AAAA")]
    [TestCase("AAAA")]
    [TestCase("MIAG")]
    [TestCase("====")]
    [TestCase("\n")]
    [TestCase("MAA=")]
    public void Verify_malformed_signature_is_refused(string form) =>
        Assert.That(Verify(Document, form.Replace("{0}", Sign("rsa").ReplaceLineEndings("").TrimEnd('='), StringComparison.Ordinal)).Code, Is.EqualTo("document-signature-malformed"));

    [TestCase(null)]
    [TestCase("")]
    public void Verify_missing_signature_is_refused(string? signature) => Assert.That(Verify(Document, signature).Code, Is.EqualTo("document-signature-missing"));

    [TestCase(null)]
    [TestCase("")]
    [TestCase("[]")]
    [TestCase("\"text\"")]
    [TestCase("{")]
    [TestCase("""{"region":"us-west-2","region":"us-east-1"}""")]
    [TestCase("{\"region\":\"us-west-2\"} \uD800")]
    [TestCase("""{"region":"\uD800"}""")]
    public void Verify_malformed_document_is_refused(string? document) => Assert.That(Verify(document, Sign("dsa")).Code, Is.EqualTo("document-malformed"));

    [Test]
    public void Verify_huge_document_or_signature_is_refused()
    {
        var huge = Document[..^1] + $", \"more\": \"{new string('x', DocumentVerification.MaximumDocument)}\"}}";

        Assert.That(Verify(huge, Sign("dsa", huge)).Code, Is.EqualTo("document-malformed"));
        Assert.That(Verify(Document, new string('A', DocumentVerification.MaximumSignature + 1)).Code, Is.EqualTo("document-signature-malformed"));
    }

    [TestCase("null")]
    [TestCase("{}")]
    [TestCase("[]")]
    [TestCase("""{"default": []}""")]
    [TestCase("""{"default": 5, "us-west-2": ["-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"]}""")]
    public void Verify_without_certificates_cannot_tell(string certificates) =>
        Assert.That(_verification.Verify(Document, Sign("dsa"), "aws/public-certs", Value(certificates)).Code, Is.EqualTo("document-certificates-missing"));

    [Test]
    public void Verify_region_whose_entry_is_broken_has_no_certificates()
    {
        var pins = Certificates.Pins()!;
        pins["us-west-2"] = new JsonArray("no certificate");

        Assert.That(_verification.Verify(Document, Sign("dsa"), "aws/public-certs", Value(pins.ToJsonString())).Code, Is.EqualTo("document-signer"));
    }

    [Test]
    public void Verify_document_without_a_region_has_no_certificates() => Assert.That(Verify("{}", Sign("dsa", "{}")).Code, Is.EqualTo("document-signer"));

    [Test]
    public void Verify_remembers_what_is_valid_only()
    {
        _ = Verify(Document, Sign("forged-dsa"));
        Assert.That(_verification.Remembered, Is.Zero);

        var signature = Sign("dsa");
        var first = Verify(Document, signature);

        Assert.That(_verification.Remembered, Is.EqualTo(1));
        Assert.That(Verify(Document, signature), Is.SameAs(first));
    }

    [Test]
    public void Verify_forgets_with_the_certificates()
    {
        var signature = Sign("dsa");
        Assert.That(Verify(Document, signature).Finding, Is.Null);
        var pins = Certificates.Pins()!;
        pins["default"] = pins["ap-east-1"]!.DeepClone();

        Assert.That(_verification.Verify(Document, signature, "aws/public-certs", Value(pins.ToJsonString())).Code, Is.EqualTo("document-signer"));
    }

    [Test]
    public void Verify_remembers_no_more_than_it_may()
    {
        var verification = new DocumentVerification(maximumRemembered: 8);
        for (var i = 0; i < 50; i++)
        {
            var document = Document.Replace("i-0123456789abcdef0", $"i-{i}", StringComparison.Ordinal);
            Assert.That(verification.Verify(document, Sign("rsa", document), "aws/public-certs", Value(Certificates.Pins()!.ToJsonString())).Finding, Is.Null);
        }

        Assert.That(verification.Remembered, Is.LessThanOrEqualTo(8));
    }

    [TestCase("2026-03-01T11:50:00Z", true)]
    [TestCase("2026-03-01T11:50:00.123Z", true)]
    [TestCase("2026-03-01T11:50:00+00:00", true)]
    [TestCase("2026-03-01T11:50:00", false)]
    [TestCase("2026-03-01", false)]
    [TestCase("1772365800", false)]
    [TestCase("", false)]
    public void Verify_reads_times_of_rfc_3339_only(string text, bool isTime)
    {
        var document = $$"""{"region": "us-west-2", "pendingTime": "{{text}}"}""";

        Assert.That(Verify(document, Sign("dsa", document)).PendingTime is not null, Is.EqualTo(isTime));
    }

    private DocumentCheck Verify(string? document, string? signature) =>
        _verification.Verify(document, signature, "aws/public-certs", Value(Certificates.Pins()!.ToJsonString()));

    private static string Sign(string signer, string document = Document) => Certificates.Sign(signer, Bytes(document), null, embedded: false);

    private static string Changed(Action<SignedCms> change)
    {
        var cms = new SignedCms();
        cms.Decode(Convert.FromBase64String(Sign("rsa")));
        change(cms);
        return Convert.ToBase64String(cms.Encode());
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static DataValue Value(string json) => new(JsonDocument.Parse(json).RootElement);
}
