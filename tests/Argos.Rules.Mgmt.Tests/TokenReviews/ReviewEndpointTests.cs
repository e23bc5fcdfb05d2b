using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Argos.Rules.Mgmt.Tests.Fakes;
using Argos.Rules.Mgmt.TokenReviews;
using Argos.Rules.TestKit.Hosting;
using Argos.Rules.TestKit.Tokens;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argos.Rules.Mgmt.Tests.TokenReviews;

public sealed class ReviewEndpointTests
{
    private ApiServerScene _cluster = null!;
    private HttpHost? _host;
    private ReviewEndpoint? _endpoint;

    [SetUp]
    public async Task SetUp() => _cluster = await ApiServerScene.StartAsync();

    [TearDown]
    public async Task TearDown()
    {
        if (_host is not null) await _host.DisposeAsync();
        _endpoint?.Dispose();
        (_host, _endpoint) = (null, null);
        await _cluster.DisposeAsync();
    }

    [Test]
    public async Task Token_of_the_cluster_for_the_audience_is_known()
    {
        var (status, body) = await AskAsync(Body(Token("zts"), "zts"));

        Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((bool?)body!["authenticated"], Is.True);
        Assert.That((string?)body["user"]!["username"], Is.EqualTo("system:serviceaccount:media:api"));
    }

    [Test]
    public async Task Token_for_another_audience_or_of_nobody_is_not()
    {
        var (_, foreign) = await AskAsync(Body(Token("zts"), "other"));
        var (_, nobody) = await AskAsync(Body("no token", "zts"));

        Assert.That((foreign!.ToJsonString(), nobody!.ToJsonString()), Is.EqualTo(("{\"authenticated\":false}", "{\"authenticated\":false}")));
    }

    [Test]
    public async Task Api_server_that_fails_is_unavailable()
    {
        await _cluster.Server.StopListeningAsync();

        Assert.That((await AskAsync(Body(Token("zts"), "zts"))).Status, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
    }

    [TestCase("", HttpStatusCode.RequestEntityTooLarge)]
    [TestCase("[]", HttpStatusCode.BadRequest)]
    [TestCase("{\"token\":", HttpStatusCode.BadRequest)]
    [TestCase("{\"token\":\"t\"}", HttpStatusCode.BadRequest)]
    [TestCase("{\"token\":\"t\",\"audiences\":[]}", HttpStatusCode.BadRequest)]
    [TestCase("{\"token\":\"t\",\"audiences\":[1]}", HttpStatusCode.BadRequest)]
    [TestCase("{\"token\":\"\\ud800\",\"audiences\":[\"zts\"]}", HttpStatusCode.BadRequest)]
    [TestCase("{\"token\":\"t\",\"audiences\":[\"\\udc00\"]}", HttpStatusCode.BadRequest)]
    public async Task Body_that_is_no_question_is_refused(string body, HttpStatusCode status)
    {
        Assert.That((await AskAsync(body)).Status, Is.EqualTo(status));
        Assert.That(_cluster.Server.Requests.All, Is.Empty);
    }

    [Test]
    public async Task Other_listeners_do_not_serve_it() => Assert.That((await AskAsync(Body(Token("zts"), "zts"), reviewListener: false)).Status, Is.EqualTo(HttpStatusCode.NotFound));

    [TestCase("review-token", HttpStatusCode.OK)]
    [TestCase("another", HttpStatusCode.Unauthorized)]
    [TestCase(null, HttpStatusCode.Unauthorized)]
    public async Task Engine_has_to_show_the_token_of_the_file(string? token, HttpStatusCode status)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "review-token\n");

        var got = (await AskAsync(Body(Token("zts"), "zts"), tokenFile: file, bearer: token)).Status;
        File.Delete(file);

        Assert.That(got, Is.EqualTo(status));
    }

    private string Token(string audience) => _cluster.Server.Mint.Mint(new ServiceAccountToken { Namespace = "media", ServiceAccount = "api", PodName = null, PodUid = null, Audiences = [audience] });

    private static string Body(string token, string audience) => new JsonObject { ["token"] = token, ["audiences"] = new JsonArray(audience) }.ToJsonString();

    private async Task<(HttpStatusCode Status, JsonNode? Body)> AskAsync(string body, bool reviewListener = true, string tokenFile = "", string? bearer = null)
    {
        _endpoint ??= new ReviewEndpoint(_cluster.Api, new ReviewOptions { TokenFile = tokenFile }, NullLogger<ReviewEndpoint>.Instance);
        _host ??= await HttpHost.StartAsync(
            context =>
            {
                if (reviewListener) context.Features.Set(ReviewListener.Instance);
                return _endpoint.HandleAsync(context);
            },
            null,
            0,
            CancellationToken.None);
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_host.Url, ReviewEndpoint.Path)) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (bearer is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, response.StatusCode == HttpStatusCode.OK ? JsonNode.Parse(text) : null);
    }
}
