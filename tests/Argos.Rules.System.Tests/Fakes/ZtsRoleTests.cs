using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Athenz;
using Argos.Rules.TestKit.Athenz.Csr;

namespace Argos.Rules.System.Tests.Fakes;

/// <summary>What k8s-athenz-sia asks ZTS beside its certificate.</summary>
internal sealed class ZtsRoleTests : ZtsFixture
{
    [SetUp]
    public Task AddRoleAsync() => StartZtsAsync(o => o with { Roles = [new ZtsRole("media.sports", "readers", ["media.sports.api"])] });

    [TestCase("media.sports:role.readers", "media.sports.api", HttpStatusCode.OK)]
    [TestCase("media.sports:role.readers", "media.sports.web", HttpStatusCode.BadRequest)]
    [TestCase("media.sports:role.writers", "media.sports.api", HttpStatusCode.Forbidden)]
    [TestCase("media.sports.readers", "media.sports.api", HttpStatusCode.BadRequest)]
    public async Task Role_certificate_is_for_members(string name, string principal, HttpStatusCode expected)
    {
        using var own = await Agent.RegisterAsync(Api, CancellationToken.None);
        var request = new CertificateRequest($"CN={name}", TestKey.Shared, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new SubjectNames { Uris = [$"athenz://principal/{principal}"] }.ToExtension()!);

        var (status, body) = await SendAsync(HttpMethod.Post, "rolecert",
            JsonContent.Create(new JsonObject { ["csr"] = request.CreateSigningRequestPem() }), own.Certificate!);

        Assert.That(status, Is.EqualTo(expected), body);
        if (status == HttpStatusCode.OK) Assert.That((string?)JsonNode.Parse(body)!["x509Certificate"],
            Does.EndWith("-----END CERTIFICATE-----\n"));
    }

    [TestCase("grant_type=client_credentials&scope=media.sports%3Arole.readers", HttpStatusCode.OK)]
    [TestCase("grant_type=client_credentials&scope=media.sports%3Arole.writers", HttpStatusCode.Forbidden)]
    [TestCase("grant_type=password&scope=media.sports%3Arole.readers", HttpStatusCode.BadRequest)]
    public async Task Access_token_is_for_members(string form, HttpStatusCode expected)
    {
        using var own = await Agent.RegisterAsync(Api, CancellationToken.None);
        using var content = new StringContent(form,
            new global::System.Net.Http.Headers.MediaTypeHeaderValue("application/x-www-form-urlencoded"));

        var (status, body) = await SendAsync(HttpMethod.Post, "oauth2/token", content, own.Certificate!);

        Assert.That(status, Is.EqualTo(expected), body);
        if (status == HttpStatusCode.OK) Assert.That((string?)JsonNode.Parse(body)!["access_token"],
            Does.Match(@"^[\w-]+\.[\w-]+\.[\w-]+$"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Instance_is_deleted_by_who_may_and_then_cannot_refresh(bool mayDelete)
    {
        using var own = await Agent.RegisterAsync(Api, CancellationToken.None);
        if (mayDelete) Zts.Queries.Grant("media.sports.api", "delete", $"media.sports:instance.{Api.InstanceId}");

        var (status, _) = await SendAsync(HttpMethod.Delete, $"instance/{ProviderName}/media.sports/api/{Api.InstanceId}", null,
            own.Certificate!);
        using var refreshed = await Agent.RefreshAsync(Api, own.Certificate!, CancellationToken.None);

        Assert.That((status, refreshed.Granted), Is.EqualTo((mayDelete ? HttpStatusCode.NoContent : HttpStatusCode.Forbidden, !mayDelete)));
    }

    private async Task<(HttpStatusCode Status, string Body)> SendAsync(HttpMethod method, string path, HttpContent? content,
        X509Certificate2 own)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, server, _, _) => server is X509Certificate2 leaf
            && Authority.Trusts(leaf);
        handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => own;
        using var http = new HttpClient(handler);
        using var request = new HttpRequestMessage(method, new Uri($"{Zts.Url}zts/v1/{path}")) { Content = content };
        using var answer = await http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
