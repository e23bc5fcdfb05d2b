using System.Net;
using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Kubernetes;
using Argos.Rules.TestKit.Kubernetes.Objects;
using Argos.Rules.TestKit.Time;

namespace Argos.Rules.System.Tests.Fakes;

internal sealed class FakeApiServerTokenTests
{
    private const string TokenPath = "/api/v1/namespaces/a/serviceaccounts/s/token";
    private readonly ManualTime _time = new();
    private FakeApiServer _server = null!;
    private ApiClient _client = null!;
    private string _uid = "";

    [SetUp]
    public async Task StartAsync()
    {
        _server = await FakeApiServer.StartAsync(new FakeApiServerOptions { Time = _time }, CancellationToken.None);
        _client = new ApiClient(_server.Url);
        _server.Objects.Apply("""{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"s","namespace":"a"}}""");
        _uid = _server.Objects.Apply("""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"a"},"spec":{"serviceAccountName":"s"}}""").Uid;
    }

    [TearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Test]
    public async Task TokenRequest_makes_a_token_bound_to_the_pod()
    {
        var answer = await _client.SendAsync("POST", TokenPath, Request());

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(_server.Mint.TryRead((string)answer.Json["status"]!["token"]!, out var claims), Is.True);
        Assert.That((string?)claims!["kubernetes.io"]!["pod"]!["uid"], Is.EqualTo(_uid));
        Assert.That(claims["aud"]!.ToJsonString(), Is.EqualTo("""["athenz-identityd"]"""));
    }

    [TestCase("p", 599, HttpStatusCode.UnprocessableEntity)]
    [TestCase("missing", 600, HttpStatusCode.NotFound)]
    public async Task TokenRequest_that_cannot_be_met_is_refused(string pod, int seconds, HttpStatusCode expected)
    {
        Assert.That((await _client.SendAsync("POST", TokenPath, Request(pod, seconds: seconds))).Status, Is.EqualTo(expected));
    }

    [Test]
    public async Task TokenRequest_for_another_pod_of_the_same_name_is_refused()
    {
        Assert.That((await _client.SendAsync("POST", TokenPath, Request(uid: "other"))).Status, Is.EqualTo(HttpStatusCode.Conflict));
    }

    [Test]
    public async Task TokenRequest_for_a_pod_of_another_account_is_refused()
    {
        _server.Objects.Apply("""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"q","namespace":"a"},"spec":{"serviceAccountName":"t"}}""");

        Assert.That((await _client.SendAsync("POST", TokenPath, Request("q", uid: ""))).Status, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task TokenReview_accepts_a_token_while_its_pod_lives_and_it_has_not_expired()
    {
        var token = (string)(await _client.SendAsync("POST", TokenPath, Request())).Json["status"]!["token"]!;

        var good = await ReviewAsync(token);
        var foreign = await ReviewAsync(token, "other");
        _server.Objects.Remove(ResourceKind.Pods, "a", "p");
        var gone = await ReviewAsync(token);

        Assert.That((bool?)good["authenticated"], Is.True);
        Assert.That((string?)good["user"]!["username"], Is.EqualTo("system:serviceaccount:a:s"));
        Assert.That(foreign.ContainsKey("authenticated"), Is.False);
        Assert.That(gone.ContainsKey("authenticated"), Is.False);
    }

    [Test]
    public async Task TokenReview_refuses_an_expired_token()
    {
        var token = (string)(await _client.SendAsync("POST", TokenPath, Request())).Json["status"]!["token"]!;

        _time.Advance(TimeSpan.FromHours(1));

        Assert.That((string?)(await ReviewAsync(token))["error"], Does.Contain("expired"));
    }

    [TestCase("application/json", HttpStatusCode.NotAcceptable)]
    [TestCase("*/*", HttpStatusCode.OK)]
    [TestCase("application/jwk-set+json", HttpStatusCode.OK)]
    public async Task Jwks_are_served_for_the_right_content_type_only(string accept, HttpStatusCode expected)
    {
        Assert.That((await _client.SendAsync("GET", "/openid/v1/jwks", accept: accept)).Status, Is.EqualTo(expected));
    }

    private async Task<JsonObject> ReviewAsync(string token, string audience = "athenz-identityd")
    {
        var answer = await _client.SendAsync("POST", "/apis/authentication.k8s.io/v1/tokenreviews",
            $$$"""{"spec":{"token":"{{{token}}}","audiences":["{{{audience}}}"]}}""");
        return answer.Json["status"]!.AsObject();
    }

    private string Request(string pod = "p", string? uid = null, int seconds = 3600) =>
        $$$"""{"spec":{"audiences":["athenz-identityd"],"expirationSeconds":{{{seconds}}},"boundObjectRef":{"kind":"Pod","apiVersion":"v1","name":"{{{pod}}}","uid":"{{{uid ?? _uid}}}"} } }""";
}
