using System.Net;
using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Certificates;
using Argos.Rules.TestKit.Kubernetes;
using Argos.Rules.TestKit.Kubernetes.Objects;

namespace Argos.Rules.System.Tests.Fakes;

internal sealed class FakeApiServerObjectsTests
{
    private FakeApiServer _server = null!;
    private ApiClient _client = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _server = await FakeApiServer.StartAsync(CancellationToken.None);
        _client = new ApiClient(_server.Url);
    }

    [TearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Test]
    public async Task Create_of_a_pod_starts_it_pending_and_status_is_patched_apart()
    {
        var created = await _client.SendAsync("POST", "/api/v1/namespaces/a/pods", Pod("p", status: """{"phase":"Running"}"""));
        var patched = await _client.SendAsync("PATCH", "/api/v1/namespaces/a/pods/p/status", """{"status":{"phase":"Running","podIP":"10.0.0.1"}}""", "application/merge-patch+json");
        var relabelled = await _client.SendAsync("PATCH", "/api/v1/namespaces/a/pods/p", """{"metadata":{"labels":{"x":"y"}},"status":{"phase":"Failed"}}""", "application/merge-patch+json");

        Assert.That(created.Status, Is.EqualTo(HttpStatusCode.Created));
        Assert.That((string?)created.Json["status"]!["phase"], Is.EqualTo("Pending"));
        Assert.That((string?)patched.Json["status"]!["podIP"], Is.EqualTo("10.0.0.1"));
        Assert.That((string?)relabelled.Json["status"]!["phase"], Is.EqualTo("Running"));
        Assert.That((string?)relabelled.Json["metadata"]!["uid"], Is.EqualTo((string?)created.Json["metadata"]!["uid"]));
        Assert.That((string?)relabelled.Json["metadata"]!["resourceVersion"], Is.Not.EqualTo((string?)patched.Json["metadata"]!["resourceVersion"]));
    }

    [Test]
    public async Task Create_of_an_object_that_exists_gets_409()
    {
        await _client.SendAsync("POST", "/api/v1/namespaces/a/pods", Pod("p"));

        var again = await _client.SendAsync("POST", "/api/v1/namespaces/a/pods", Pod("p"));

        Assert.That((again.Status, (string?)again.Json["reason"]), Is.EqualTo((HttpStatusCode.Conflict, "AlreadyExists")));
    }

    [Test]
    public async Task Update_with_an_old_resource_version_gets_409()
    {
        var created = await _client.SendAsync("POST", "/api/v1/namespaces/a/configmaps", """{"metadata":{"name":"c"},"data":{"k":"1"}}""");
        await _client.SendAsync("PATCH", "/api/v1/namespaces/a/configmaps/c", """{"data":{"k":"2"}}""", "application/merge-patch+json");

        var late = await _client.SendAsync("PUT", "/api/v1/namespaces/a/configmaps/c", created.Json.ToJsonString());

        Assert.That((late.Status, (string?)late.Json["reason"]), Is.EqualTo((HttpStatusCode.Conflict, "Conflict")));
    }

    [Test]
    public async Task Patch_that_changes_nothing_makes_no_new_version()
    {
        await _client.SendAsync("POST", "/api/v1/namespaces/a/configmaps", """{"metadata":{"name":"c"},"data":{"k":"1"}}""");
        var before = _server.Objects.Version;

        await _client.SendAsync("PATCH", "/api/v1/namespaces/a/configmaps/c", """{"data":{"k":"1"}}""", "application/merge-patch+json");

        Assert.That(_server.Objects.Version, Is.EqualTo(before));
    }

    [Test]
    public async Task Patch_of_an_unknown_type_gets_415()
    {
        await _client.SendAsync("POST", "/api/v1/namespaces/a/pods", Pod("p"));

        var answer = await _client.SendAsync("PATCH", "/api/v1/namespaces/a/pods/p", "{}", "application/json");

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.UnsupportedMediaType));
    }

    [Test]
    public async Task Delete_of_a_pod_on_a_node_leaves_it_terminating_until_the_grace_is_zero()
    {
        await _client.SendAsync("POST", "/api/v1/namespaces/a/pods", Pod("p", spec: """{"nodeName":"n","serviceAccountName":"s"}"""));

        var asked = await _client.SendAsync("DELETE", "/api/v1/namespaces/a/pods/p");
        var still = await _client.SendAsync("GET", "/api/v1/namespaces/a/pods/p");
        await _client.SendAsync("DELETE", "/api/v1/namespaces/a/pods/p?gracePeriodSeconds=0");
        var gone = await _client.SendAsync("GET", "/api/v1/namespaces/a/pods/p");

        Assert.That(asked.Json["metadata"]!["deletionTimestamp"], Is.Not.Null);
        Assert.That(still.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(gone.Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task List_in_pages_shows_the_set_as_it_was_at_the_first_page()
    {
        foreach (var name in (string[])["a", "b", "c"]) await _client.SendAsync("POST", "/api/v1/namespaces/x/pods", Pod(name));

        var first = await _client.SendAsync("GET", "/api/v1/pods?limit=2");
        _server.Objects.Remove(ResourceKind.Pods, "x", "c");
        var second = await _client.SendAsync("GET", "/api/v1/pods?limit=2&continue=" + (string?)first.Json["metadata"]!["continue"]);

        Assert.That(Names(first.Json), Is.EqualTo(new[] { "a", "b" }));
        Assert.That((int?)first.Json["metadata"]!["remainingItemCount"], Is.EqualTo(1));
        Assert.That(Names(second.Json), Is.EqualTo(new[] { "c" }));
        Assert.That((string?)second.Json["metadata"]!["continue"], Is.Null);
        Assert.That((string?)second.Json["metadata"]!["resourceVersion"], Is.EqualTo((string?)first.Json["metadata"]!["resourceVersion"]));
        Assert.That((string?)first.Json["kind"], Is.EqualTo("PodList"));
        Assert.That(first.Json["items"]![0]!.AsObject().ContainsKey("kind"), Is.False);
    }

    [Test]
    public async Task List_with_a_continue_from_before_the_compaction_gets_410()
    {
        foreach (var name in (string[])["a", "b"]) await _client.SendAsync("POST", "/api/v1/namespaces/x/pods", Pod(name));
        var first = await _client.SendAsync("GET", "/api/v1/pods?limit=1");

        _server.Objects.Compact();
        var second = await _client.SendAsync("GET", "/api/v1/pods?limit=1&continue=" + (string?)first.Json["metadata"]!["continue"]);

        Assert.That((second.Status, (string?)second.Json["reason"]), Is.EqualTo((HttpStatusCode.Gone, "Expired")));
    }

    [TestCase("labelSelector=app%3Dweb", "a")]
    [TestCase("labelSelector=app!%3Dweb", "b,c")]
    [TestCase("labelSelector=app", "a,b")]
    [TestCase("labelSelector=!app", "c")]
    [TestCase("labelSelector=app in (web, db),tier", "b")]
    [TestCase("labelSelector=app notin (web)", "b,c")]
    [TestCase("fieldSelector=metadata.name%3Db", "b")]
    [TestCase("fieldSelector=metadata.namespace!%3Dx", "")]
    [TestCase("fieldSelector=spec.nodeName%3Dn1", "c")]
    public async Task List_with_a_selector_shows_what_matches(string query, string expected)
    {
        _server.Objects.Apply(Pod("a", "x", labels: """{"app":"web"}"""));
        _server.Objects.Apply(Pod("b", "x", labels: """{"app":"db","tier":"1"}"""));
        _server.Objects.Apply(Pod("c", "x", spec: """{"nodeName":"n1"}"""));

        var list = await _client.SendAsync("GET", "/api/v1/namespaces/x/pods?" + query);

        Assert.That(string.Join(',', Names(list.Json)), Is.EqualTo(expected));
    }

    [TestCase("labelSelector=a%3D%3D%3Db")]
    [TestCase("fieldSelector=spec.hostNetwork%3Dtrue")]
    public async Task List_with_a_selector_that_cannot_be_read_gets_400(string query)
    {
        Assert.That((await _client.SendAsync("GET", "/api/v1/pods?" + query)).Status, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task List_of_a_denied_resource_gets_403_that_names_what_is_missing()
    {
        _server.Faults.Deny("list", "pods");

        var answer = await _client.SendAsync("GET", "/api/v1/pods");

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((string?)answer.Json["message"], Is.EqualTo("""pods is forbidden: User "admin" cannot list resource "pods" in API group "" at the cluster scope"""));
        Assert.That(_server.Requests.Of("list", "pods"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Request_without_a_known_token_gets_401()
    {
        _server.Tokens.Revoke(FakeApiServerOptions.AdminToken);

        Assert.That((await _client.SendAsync("GET", "/api/v1/pods")).Status, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task Request_that_is_to_fail_gets_the_status_as_often_as_told()
    {
        _server.Faults.Fail(HttpStatusCode.TooManyRequests, 1, r => r.Verb == "list", TimeSpan.FromSeconds(7));

        var first = await _client.SendAsync("GET", "/api/v1/pods");
        var second = await _client.SendAsync("GET", "/api/v1/pods");

        Assert.That((first.Status, second.Status), Is.EqualTo((HttpStatusCode.TooManyRequests, HttpStatusCode.OK)));
    }

    [Test]
    public async Task Answer_that_is_large_is_compressed()
    {
        await using var server = await FakeApiServer.StartAsync(new FakeApiServerOptions { GzipThreshold = 10 }, CancellationToken.None);
        using var client = new HttpClient { BaseAddress = server.Url, DefaultRequestHeaders = { { "Authorization", "Bearer admin-token" }, { "Accept-Encoding", "gzip" } } };

        using var answer = await client.GetAsync(new Uri("/api/v1/pods", UriKind.Relative));

        Assert.That(answer.Content.Headers.ContentEncoding, Is.EqualTo(new[] { "gzip" }));
    }

    [Test]
    public async Task Tls_is_served_with_the_given_authority()
    {
        using var authority = new TestAuthority();
        await using var server = await FakeApiServer.StartAsync(new FakeApiServerOptions { Authority = authority }, CancellationToken.None);
        using var client = new ApiClient(server.Url, authority);

        Assert.That((await client.SendAsync("GET", "/api/v1/pods")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task ListenAsync_again_keeps_port_and_objects()
    {
        _server.Objects.Apply(Pod("a", "x"));
        await _server.StopListeningAsync();
        Assert.That(async () => await _client.SendAsync("GET", "/api/v1/pods"), Throws.InstanceOf<HttpRequestException>());

        await _server.ListenAsync(CancellationToken.None);

        Assert.That(Names((await _client.SendAsync("GET", "/api/v1/pods")).Json), Is.EqualTo(new[] { "a" }));
    }

    private static string[] Names(JsonNode list) => [.. list["items"]!.AsArray().Select(i => (string)i!["metadata"]!["name"]!)];

    private static string Pod(string name, string space = "a", string spec = "{}", string labels = "{}", string status = "{}") =>
        $$$"""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"{{{name}}}","namespace":"{{{space}}}","labels":{{{labels}}}},"spec":{{{spec}}},"status":{{{status}}}}""";
}
