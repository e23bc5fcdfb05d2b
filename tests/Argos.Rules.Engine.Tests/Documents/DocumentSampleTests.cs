using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Core.Documents;
using Argos.Rules.Engine.Tests.PolicyTests;
using Argos.Rules.Language.Platforms;

namespace Argos.Rules.Engine.Tests.Documents;

/// <summary>
/// Documents and signatures that other software made, as files beside this: two that AWS signed for instances of 2016 and 2018 and that are public, and some
/// of <c>openssl cms -sign</c> with and without <c>-nodetach</c>, <c>-nocerts</c> and <c>-noattr</c>.
/// </summary>
internal sealed class DocumentSampleTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Documents", "samples");

    [TestCase("us-east-1", "042293964381", "i-b355e7f6", "2016-06-21T17:28:23Z")]
    [TestCase("us-west-1", "807492473263", "i-02e3bec1f600f5e33", "2017-11-21T00:25:23Z")]
    public void Document_that_aws_signed_verifies_with_the_certificates_that_are_shipped(string region, string account, string instance, string started)
    {
        var check = Verify($"aws-{region}.json", $"aws-{region}.b64", StockPolicies.Certificates());

        Assert.That(check.Finding, Is.Null);
        Assert.That((check.Region, check.Account, check.InstanceId), Is.EqualTo((region, account, instance)));
        Assert.That(check.PendingTime, Is.EqualTo(DateTimeOffset.Parse(started, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Test]
    public void Document_that_aws_signed_is_refused_when_it_is_changed()
    {
        var changed = Read("aws-us-west-1.json").Replace("807492473263", "123456789012", StringComparison.Ordinal);

        var check = new DocumentVerification().Verify(changed, Read("aws-us-west-1.b64"), "aws/public-certs", Value(StockPolicies.Certificates()));

        Assert.That(check.Code, Is.EqualTo("document-content"));
    }

    [TestCase("attached.b64")]
    [TestCase("attached-with-certificate.b64")]
    [TestCase("detached.b64")]
    [TestCase("detached-with-certificate.b64")]
    [TestCase("detached-without-attributes.b64")]
    public void Signature_of_openssl_by_a_pinned_certificate_is_taken(string signature) =>
        Assert.That(Verify("document.json", signature, Pins()).Finding, Is.Null);

    [TestCase("foreign-certificate-beside.b64", "document-certificate-embedded")]
    [TestCase("stranger.b64", "document-certificate-embedded")]
    [TestCase("twin.b64", "document-certificate-embedded")]
    [TestCase("twin-detached.b64", "document-signature")]
    public void Signature_of_openssl_by_anybody_else_is_refused(string signature, string code) =>
        Assert.That(Verify("document.json", signature, Pins()).Code, Is.EqualTo(code));

    [TestCase("detached.b64")]
    [TestCase("detached-without-attributes.b64")]
    public void Signature_beside_another_document_is_refused(string signature)
    {
        var changed = Read("document.json").Replace("10.1.2.3", "10.1.2.4", StringComparison.Ordinal);

        Assert.That(new DocumentVerification().Verify(changed, Read(signature), "aws/public-certs", Value(Pins())).Code, Is.EqualTo("document-signature"));
    }

    [Test]
    public void Pinned_certificates_may_have_byte_order_marks()
    {
        var pins = new JsonObject { ["default"] = "\uFEFF" + Read("signer.pem") };
        var second = new JsonObject { ["default"] = StockPolicies.Certificates()["default"]![0]!.GetValue<string>() + "\uFEFF" + Read("signer.pem") };

        Assert.That(Verify("document.json", "attached.b64", pins).Finding, Is.Null);
        Assert.That(Verify("document.json", "attached.b64", second).Finding, Is.Null);
    }

    private static DocumentCheck Verify(string document, string signature, JsonObject pins) =>
        new DocumentVerification().Verify(Read(document), Read(signature), "aws/public-certs", Value(pins));

    private static JsonObject Pins() => new() { ["default"] = new JsonArray(Read("signer.pem")) };

    private static string Read(string name) => File.ReadAllText(Path.Combine(Folder, name), Encoding.UTF8);

    private static DataValue Value(JsonObject json) => new(JsonDocument.Parse(json.ToJsonString()).RootElement);
}
