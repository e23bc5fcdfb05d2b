using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Argos.Rules.System.Tests.Fakes;

/// <summary>What a provider may ask ZTS, and in which form.</summary>
internal sealed class ZtsQueryTests : ZtsFixture
{
    [TestCase("launch/media.sports:api?principal=media.sports.api", HttpStatusCode.OK)]
    [TestCase("launch/media.sports:api:1?principal=media.sports.api", HttpStatusCode.BadRequest)]
    [TestCase("launch/media.sports:a%2Fb?principal=media.sports.api", HttpStatusCode.BadRequest)]
    [TestCase("launch/media.sports:a/b?principal=media.sports.api", HttpStatusCode.NotFound)]
    [TestCase("launch?principal=media.sports.api&resource=media.sports:api:1", HttpStatusCode.OK)]
    [TestCase("launch?principal=media.sports.api&resource=media.sports:a/b", HttpStatusCode.OK)]
    [TestCase("launch?principal=media.sports.api", HttpStatusCode.BadRequest)]
    [TestCase("-launch?principal=media.sports.api&resource=media.sports:api", HttpStatusCode.BadRequest)]
    [TestCase("launch?principal=media:sports&resource=media.sports:api", HttpStatusCode.BadRequest)]
    [TestCase("launch?principal=media.sports.api&resource=unheard.of:api", HttpStatusCode.NotFound)]
    public async Task Access_check_is_validated(string question, HttpStatusCode expected)
    {
        using var own = Authority.Provider(ProviderName);

        Assert.That(await AskAsync(question, own.Certificate), Is.EqualTo(expected));
    }

    [Test]
    public async Task Access_check_without_a_certificate_is_401() =>
        Assert.That(await AskAsync("launch?resource=media.sports:api", null), Is.EqualTo(HttpStatusCode.Unauthorized));

    private async Task<HttpStatusCode> AskAsync(string question, X509Certificate2? own)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, server, _, _) => server is X509Certificate2 leaf
            && Authority.Trusts(leaf);
        if (own is not null) handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => own;
        using var http = new HttpClient(handler);
        using var answer = await http.GetAsync(new Uri($"{Zts.Url}zts/v1/access/{question}"));
        return answer.StatusCode;
    }
}
