using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Core.Documents;
using Argos.Rules.Testing;
using Argos.Rules.TestKit.Fuzz;

namespace Argos.Rules.Engine.Tests.Fuzz;

/// <summary>Identity documents and their PKCS #7 signatures: only what was signed is valid.</summary>
[Category("Long")]
internal sealed class DocumentFuzzTests
{
    private const string Document =
        """{"accountId" : "123456789012", "instanceId" : "i-0123456789abcdef0", "region" : "us-west-2", "privateIp" : "10.1.2.3"}""";

    private static readonly string[] Words =
    [
        "\"region\":\"ap-east-1\"", "\"accountId\":", "\"pendingTime\":\"2026-03-01T11:50:00Z\"", "\u0030\u0080",
        "\u0030\u0084\u00ff\u00ff\u00ff\u00ff",
        "\u0006\u0009\u002a\u0086\u0048\u0086\u00f7\u000d\u0001\u0007\u0002",
        "\u0006\u0009\u002a\u0086\u0048\u0086\u00f7\u000d\u0001\u0007\u0001",
        "\u00a0\u0080", "\u0000\u0000", "\u0002\u0001\u0000", "\u0031\u0000", "\u0004\u0000", "MIAGCSqGSIb3DQEHAqCA", "=", "==",
        "-----BEGIN PKCS7-----",
    ];

    private readonly TestCertificates _certificates = new(new Dictionary<string, TestCertificateSpec>
    {
        ["dsa"] = new("aws", IsDsa: true, "default", Pinned: true),
        ["rsa"] = new("aws-rsa", IsDsa: false, "default", Pinned: true),
        ["stranger"] = new("stranger", IsDsa: false, "default", Pinned: false),
    }.ToImmutableDictionary());

    private readonly DocumentVerification _verification = new();
    private DataValue _pins;

    [OneTimeSetUp]
    public void SetUp()
    {
        using var pins = JsonDocument.Parse(_certificates.Pins()!.ToJsonString());
        _pins = new DataValue(pins.RootElement.Clone());
    }

    [OneTimeTearDown]
    public void TearDown() => _certificates.Dispose();

    [Test]
    public void Document_that_was_changed_is_never_valid()
    {
        var signature = Sign("dsa");
        FuzzRuns.Try("document", [Document], Words, text => Assert.That(Verify(text, signature), Is.EqualTo(text == Document)), share: 30);
    }

    [Test]
    public void Text_of_a_signature_is_valid_for_its_document_only_as_it_was_made()
    {
        string[] seeds = [Sign("dsa"), Sign("rsa"), Sign("stranger")];
        var bytes = seeds.Select(Convert.FromBase64String).ToArray();
        FuzzRuns.Try("document-signature-text", seeds, Words, text =>
        {
            // Line ends are of no meaning.
            if (Verify(Document, text)) Assert.That(bytes[..2].Any(b => b.AsSpan().SequenceEqual(Convert.FromBase64String(text))));
        }, share: 30);
    }

    /// <summary>What lies around the signed bytes may be written in other ways; none of them signs another document.</summary>
    [Test]
    public void Bytes_of_a_signature_sign_no_other_document()
    {
        byte[][] seeds = [Convert.FromBase64String(Sign("dsa")), Convert.FromBase64String(Sign("rsa")),
            Convert.FromBase64String(Sign("stranger"))];
        FuzzRuns.TryBytes("document-signature", seeds, Words, bytes =>
        {
            var text = Convert.ToBase64String(bytes);
            Verify(Document, text);
            Assert.That(Verify(Document.Replace("i-0", "i-1", StringComparison.Ordinal), text), Is.False);
        }, share: 20);
    }

    private bool Verify(string document, string signature)
    {
        var check = _verification.Verify(document, signature, "aws/public-certs", _pins);
        if (check.Finding is { } finding) Assert.That(finding.ToString(), Does.Not.Contain("\n").And.Length.LessThan(500));
        return check.Valid;
    }

    private string Sign(string signer) => _certificates.Sign(signer, Encoding.UTF8.GetBytes(Document), null, embedded: false);
}
