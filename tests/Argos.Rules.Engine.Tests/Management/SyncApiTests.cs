using System.Text;
using System.Text.Json;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Core.Sync;

namespace Argos.Rules.Engine.Tests.Management;

internal sealed class SyncApiTests : ManagementTest
{
    private const string NoPolicies = """{"count":0,"digest":"00000000000000000000000000000000"}""";

    private static readonly (string, string) FromMgmt = ("Argos-Source", "mgmt");

    [Test]
    public async Task A_declaration_that_agrees_makes_the_engine_ready()
    {
        await Host.SendAsync("PUT", "/v1/policies/p.csx", "good", FromMgmt);
        await Host.SendAsync("PUT", "/v1/data/kubernetes/keys", """{"keys":[]}""", FromMgmt);
        Assert.That((await Host.SendAsync("GET", "/v1/status")).Body.GetProperty("ready").GetBoolean(), Is.False);

        var reply = await DeclareAsync(policies: Digest(("p.csx", "good")), resources: Root("kubernetes/keys", ("kubernetes/keys", """{"keys":[]}""")));

        Assert.That(reply.Status, Is.EqualTo(200), reply.Text);
        Assert.That(reply.Text, Is.EqualTo($$"""{"engineId":"{{Host.Identity.Id}}","ready":true,"refresh":[],"invalidSettings":[],"asked":1}"""));
        var status = (await Host.SendAsync("GET", "/v1/status")).Body;
        Assert.That(status.GetProperty("ready").GetBoolean(), Is.True);
        Assert.That(status.GetProperty("sources")[0].GetRawText(), Is.EqualTo("""{"name":"mgmt","complete":true,"generation":7,"ageSeconds":0,"completeAgeSeconds":0,"restored":false}"""));
    }

    [Test]
    public async Task A_declaration_and_the_status_tell_what_is_wrong_with_settings()
    {
        const string Invalid = """[{"path":"providers/a","code":"settings-invalid","message":"unknown setting `b`: if policy `p.csx` reads it, declare it there, under `settings` of the front matter","setting":"b"}]""";
        await Host.SendAsync("PUT", "/v1/policies/p.csx", "good", FromMgmt);
        await Host.SendAsync("PUT", "/v1/data/providers/a", """{"b":1}""", FromMgmt);
        await Host.SendAsync("PUT", "/v1/data/providers/other", """{"b":1}""", ("Argos-Source", "other"));

        var reply = await DeclareAsync(policies: Digest(("p.csx", "good")), resources: Root("providers/a", ("providers/a", """{"b":1}""")));

        Assert.That(reply.Body.GetProperty("invalidSettings").GetRawText(), Is.EqualTo(Invalid));
        Assert.That((await Host.SendAsync("GET", "/v1/status")).Body.GetProperty("invalidSettings").GetArrayLength(), Is.EqualTo(2));
    }

    [Test]
    public async Task A_declaration_that_differs_is_409_with_what_is_held()
    {
        await Host.SendAsync("PUT", "/v1/policies/p.csx", "good", FromMgmt);
        await Host.SendAsync("PUT", "/v1/policies/by-hand", "good");
        await Host.SendAsync("PUT", "/v1/data/kubernetes/pods/ns/p1", "{}", FromMgmt);

        var reply = await DeclareAsync(policies: Digest(("p.csx", "other text")), resources: Root("kubernetes/pods", ("kubernetes/pods/ns/p1", "{}"), ("kubernetes/pods/ns/p2", "{}")));

        Assert.That(reply.Status, Is.EqualTo(409));
        Assert.That(Texts(reply.Body.GetProperty("differences")), Is.EqualTo(new[] { "`kubernetes/pods`: 1 held, 2 declared", "policies: 1 held, with other content than declared" }));
        Assert.That(reply.Body.GetProperty("policies").GetRawText(), Is.EqualTo($$"""{"p.csx":"{{new SetDigest(1, SetDigest.HashOf("p.csx", "good"u8)).Hex}}"}"""));
        Assert.That(reply.Body.GetProperty("resources").GetProperty("kubernetes/pods").GetRawText(), Is.EqualTo(Digest(("kubernetes/pods/ns/p1", "{}"))));
        Assert.That((await Host.SendAsync("GET", "/v1/sync/mgmt")).Body.GetProperty("resources").GetRawText(), Is.EqualTo(reply.Body.GetProperty("resources").GetRawText()));
        Assert.That(Host.Readiness.NotReadyReasons()[0], Does.Contain("kubernetes/pods"));
    }

    [Test]
    public async Task A_set_of_very_many_documents_can_be_declared()
    {
        // What one ConfigMap of a mebibyte can hold: a declaration of it is longer than any other request may be.
        string[] paths = [.. Enumerable.Range(0, 14_000).Select(static i => $"team/lists-of-the-team/k{i}")];
        var roots = string.Join(',', paths.Select(static path => $"\"{path}\":{Digest((path, "1"))}"));
        await Host.SendAsync("PUT", "/v1/policies/p.csx", "good", FromMgmt);
        await Host.SendAsync("PUT", "/v1/data/team/lists-of-the-team", "{}", FromMgmt);
        await Host.SendAsync("PATCH", "/v1/data/team/lists-of-the-team", $"[{string.Join(',', paths.Select(static path => $"{{\"op\":\"add\",\"path\":\"/{path[(path.LastIndexOf('/') + 1)..]}\",\"value\":1}}"))}]", FromMgmt);

        var first = await DeclareAsync(policies: Digest(("p.csx", "good")), resources: roots);
        var again = await DeclareAsync(policies: Digest(("p.csx", "good")), resources: roots);

        Assert.That((first.Status, again.Status), Is.EqualTo((200, 200)), first.Text);
        Assert.That((await Host.SendAsync("GET", "/v1/sync/mgmt")).Body.GetProperty("resources").GetPropertyCount(), Is.EqualTo(14_000));
    }

    [TestCase("DELETE", "/v1/policies/p.csx", null)]
    [TestCase("PUT", "/v1/policies/p.csx", "other")]
    [TestCase("PUT", "/v1/data/kubernetes/pods/ns/p1", """{"a":1}""")]
    [TestCase("PUT", "/v1/data/kubernetes/pods", "{}")]
    [TestCase("PATCH", "/v1/data/kubernetes", """[{"op":"remove","path":"/pods/ns/p1"}]""")]
    [TestCase("DELETE", "/v1/data/kubernetes/pods/ns", null)]
    public async Task What_somebody_else_changes_of_a_set_makes_it_incomplete_until_it_is_declared_again(string method, string path, string? body)
    {
        await Host.SendAsync("PUT", "/v1/policies/p.csx", "good", FromMgmt);
        await Host.SendAsync("PUT", "/v1/data/kubernetes/pods/ns/p1", "{}", FromMgmt);
        var set = (Policies: Digest(("p.csx", "good")), Pods: Root("kubernetes/pods", ("kubernetes/pods/ns/p1", "{}")));
        await DeclareAsync(policies: set.Policies, resources: set.Pods);
        Assert.That(Host.Readiness.NotReadyReasons(), Is.Empty);

        var reply = await Host.SendAsync(method, path, body);

        Assert.That(reply.Status, Is.EqualTo(200).Or.EqualTo(204), reply.Text);
        Assert.That(Host.Readiness.NotReadyReasons(), Has.Some.Contains("changed by somebody else"));
        await Host.SendAsync("PUT", "/v1/policies/p.csx", "good", FromMgmt);
        await Host.SendAsync("PUT", "/v1/data/kubernetes/pods", """{"ns":{"p1":{}}}""", FromMgmt);
        await DeclareAsync(policies: set.Policies, resources: set.Pods);
        Assert.That(Host.Readiness.NotReadyReasons(), Is.Empty);
    }

    [TestCase("PUT", "/v1/data/providers/by-hand", "{}")]
    [TestCase("PUT", "/v1/policies/by-hand", "good")]
    [TestCase("DELETE", "/v1/data/kubernetes/pods/ns/none", null)]
    [TestCase("PATCH", "/v1/data/kubernetes", """[{"op":"remove","path":"/pods/ns/none"}]""")]
    public async Task What_somebody_else_adds_or_fails_to_change_disturbs_no_set(string method, string path, string? body)
    {
        await Host.SendAsync("PUT", "/v1/policies/p.csx", "good", FromMgmt);
        await Host.SendAsync("PUT", "/v1/data/kubernetes/pods/ns/p1", "{}", FromMgmt);
        await DeclareAsync(policies: Digest(("p.csx", "good")), resources: Root("kubernetes/pods", ("kubernetes/pods/ns/p1", "{}")));

        await Host.SendAsync(method, path, body);

        Assert.That(Host.Readiness.NotReadyReasons(), Is.Empty);
    }

    [Test]
    public async Task A_document_that_moved_below_its_old_place_is_held_at_its_new_place_only()
    {
        await Host.SendAsync("PUT", "/v1/data/shared", "{}", FromMgmt);
        await Host.SendAsync("DELETE", "/v1/data/shared", null, FromMgmt);
        await Host.SendAsync("PUT", "/v1/data/shared/x", "{}", FromMgmt);

        var held = (await Host.SendAsync("GET", "/v1/sync/mgmt")).Body.GetProperty("resources");
        var reply = await DeclareAsync(resources: Root("shared/x", ("shared/x", "{}")));

        Assert.That(held.EnumerateObject().Select(static root => root.Name), Is.EqualTo(new[] { "shared/x" }));
        Assert.That(reply.Status, Is.EqualTo(200), reply.Text);
    }

    [Test]
    public async Task A_document_beside_one_that_is_declared_differs()
    {
        await Host.SendAsync("PUT", "/v1/data/shared", "{}", FromMgmt);
        await Host.SendAsync("DELETE", "/v1/data/shared", null, FromMgmt);
        await Host.SendAsync("PUT", "/v1/data/shared/x", "{}", FromMgmt);
        await Host.SendAsync("PUT", "/v1/data/shared/y", "{}");

        var reply = await DeclareAsync(resources: Root("shared/x", ("shared/x", "{}")));

        Assert.That(Texts(reply.Body.GetProperty("differences")), Is.EqualTo(new[] { "`shared` is held but not declared" }));
    }

    [Test]
    public async Task Parts_of_a_root_are_told_by_name()
    {
        await Host.SendAsync("PUT", "/v1/data/kubernetes/pods", """{"a":{"p1":{},"p2":{}},"b":{"p1":{}}}""", FromMgmt);

        var reply = (await Host.SendAsync("GET", "/v1/sync/mgmt?root=kubernetes/pods")).Body;

        Assert.That(reply.GetProperty("engineId").GetString(), Is.EqualTo(Host.Identity.Id));
        Assert.That(reply.GetProperty("parts").GetProperty("a").GetRawText(), Is.EqualTo(Digest(("kubernetes/pods/a/p1", "{}"), ("kubernetes/pods/a/p2", "{}"))));
        Assert.That(reply.GetProperty("parts").GetProperty("b").GetRawText(), Is.EqualTo(Digest(("kubernetes/pods/b/p1", "{}"))));
        Assert.That((await Host.SendAsync("GET", "/v1/sync/mgmt?root=kubernetes/nothing")).Body.GetProperty("parts").GetRawText(), Is.EqualTo("{}"));
        Assert.That((await Host.SendAsync("GET", "/v1/sync/mgmt?root=a//b")).Status, Is.EqualTo(400));
    }

    [Test]
    public async Task A_root_that_was_written_but_is_not_declared_differs_until_it_is_removed()
    {
        await Host.SendAsync("PUT", "/v1/data/providers/old", "{}", FromMgmt);
        await Host.SendAsync("PUT", "/v1/data/providers/by-hand", "{}");

        var before = await DeclareAsync();
        await Host.SendAsync("DELETE", "/v1/data/providers/old", null, FromMgmt);
        var after = await DeclareAsync();

        Assert.That(before.Status, Is.EqualTo(409));
        Assert.That(Texts(before.Body.GetProperty("differences")), Is.EqualTo(new[] { "`providers/old` is held but not declared" }));
        Assert.That(after.Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_declaration_that_differs_ends_readiness()
    {
        await Host.SendAsync("PUT", "/v1/policies/by-hand", "good");
        await DeclareAsync();
        Assert.That(Host.Readiness.NotReadyReasons(), Is.Empty);

        await DeclareAsync(policies: Digest(("p", "x")));

        Assert.That(Host.Readiness.NotReadyReasons(), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task A_source_that_misses_something_is_not_complete()
    {
        var reply = await DeclareAsync(more: ""","missing":["the policy `p` no longer compiles"]""");

        Assert.That((reply.Status, reply.Body.GetProperty("ready").GetBoolean()), Is.EqualTo((200, false)));
        Assert.That(Host.Readiness.NotReadyReasons()[0], Does.Contain("the policy `p` no longer compiles"));
    }

    [Test]
    public async Task A_write_between_two_declarations_keeps_the_source_complete()
    {
        await Host.SendAsync("PUT", "/v1/policies/by-hand", "good");
        await DeclareAsync();

        await Host.SendAsync("PUT", "/v1/data/kubernetes/pods/ns/p1", "{}", FromMgmt);

        Assert.That(Host.Readiness.NotReadyReasons(), Is.Empty);
    }

    [Test]
    public async Task Age_counts_from_the_last_accepted_declaration()
    {
        await Host.SendAsync("PUT", "/v1/policies/by-hand", "good");
        await DeclareAsync();
        Host.Time.Advance(TimeSpan.FromSeconds(300));
        Assert.That(Host.Readiness.NotReadyReasons(), Is.Empty);

        Host.Time.Advance(TimeSpan.FromSeconds(1));
        await Host.SendAsync("PUT", "/v1/data/a", "1", FromMgmt);
        Assert.That(Host.Readiness.NotReadyReasons()[0], Does.Contain("300 s"));

        await Host.SendAsync("DELETE", "/v1/data/a", null, FromMgmt);
        await DeclareAsync();
        Assert.That(Host.Readiness.NotReadyReasons(), Is.Empty);
    }

    [TestCase(-86_400)]
    [TestCase(86_400)]
    public async Task A_wall_clock_that_is_set_makes_no_source_older_or_younger(int seconds)
    {
        await Host.SendAsync("PUT", "/v1/policies/by-hand", "good");
        await DeclareAsync();

        Host.Time.Jump(Host.Time.Now.AddSeconds(seconds));
        Assert.That(Host.Readiness.NotReadyReasons(), Is.Empty);

        Host.Time.Advance(TimeSpan.FromSeconds(301));
        Assert.That(Host.Readiness.NotReadyReasons(), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task A_refresh_is_asked_for_once_with_an_accepted_declaration()
    {
        Host.Refresh.Request("kubernetes/keys");
        Host.Refresh.Request("kubernetes/keys");

        var refused = await DeclareAsync(policies: Digest(("p", "x")));
        var first = await DeclareAsync();
        var second = await DeclareAsync();

        Assert.That(refused.Status, Is.EqualTo(409));
        Assert.That(Texts(first.Body.GetProperty("refresh")), Is.EqualTo(new[] { "kubernetes/keys" }));
        Assert.That(Texts(second.Body.GetProperty("refresh")), Is.Empty);
    }

    [Test]
    public async Task Without_required_sources_one_enforcing_policy_makes_ready()
    {
        await using var host = await ManagementHost.StartAsync(sync: new SyncOptions { RequiredSources = [] });
        Assert.That(host.Readiness.NotReadyReasons(), Is.Not.Empty);

        host.Store.ChangePolicies(policies => policies.With(Policies.Active("s", shadow: true)));
        Assert.That(host.Readiness.NotReadyReasons(), Is.Not.Empty);

        await host.SendAsync("PUT", "/v1/policies/p", "good");
        Assert.That(host.Readiness.NotReadyReasons(), Is.Empty);
    }

    private Task<ManagementHost.Reply> DeclareAsync(string policies = NoPolicies, string resources = "", string more = "") =>
        Host.SendAsync("PUT", "/v1/sync/mgmt", $$$"""{"engineId":"{{{Host.Identity.Id}}}","generation":7,"policies":{{{policies}}},"resources":{{{{resources}}}}{{{more}}}}""");

    private static string Root(string root, params (string Key, string Content)[] members) => $"\"{root}\":{Digest(members)}";

    private static string Digest(params (string Key, string Content)[] members)
    {
        var digest = members.Aggregate(SetDigest.Empty, (sum, member) => sum.Add(SetDigest.HashOf(member.Key, Encoding.UTF8.GetBytes(member.Content))));
        return $$"""{"count":{{digest.Count}},"digest":"{{digest.Hex}}"}""";
    }

    private static string?[] Texts(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetString())];
}
