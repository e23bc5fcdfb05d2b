namespace Argos.Rules.Engine.Tests.Management;

/// <summary>
/// The calls of a stock kube-mgmt, in its own form: no content type, deletions as one `remove` with an absolute path sent to
/// `/v1/data`, full objects, whole collections after a (re-)list, policies by ConfigMap and key.
/// </summary>
internal sealed class KubeMgmtTests : ManagementTest
{
    private const string Pod = """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web-0","namespace":"shop","uid":"6f1c","managedFields":[{"manager":"kubelet"}]},"spec":{"serviceAccountName":"web","containers":[{"name":"c","image":"i"}]},"status":{"phase":"Running","podIP":"10.0.0.9","podIPs":[{"ip":"10.0.0.9"}],"conditions":[]}}""";

    [Test]
    public async Task Its_list_its_watch_events_and_a_deletion_leave_the_set_of_the_cluster()
    {
        await CallAsync("PUT", "/v1/data/kubernetes/pods", "{}\n", 204);
        await CallAsync("PUT", "/v1/data/kubernetes/pods", $$$"""{"shop":{"web-0":{{{Pod}}}}}""" + "\n", 204);
        Assert.That(Host.Store.Current.Data.FindPod("shop", "web-0")!.ServiceAccount, Is.EqualTo("web"));

        await CallAsync("PUT", "/v1/data/kubernetes/pods/shop/web-1", Pod.Replace("web-0", "web-1", StringComparison.Ordinal) + "\n", 204);
        await CallAsync("PUT", "/v1/data/kubernetes/pods/other/web-0", Pod.Replace("\"shop\"", "\"other\"", StringComparison.Ordinal) + "\n", 204);
        await CallAsync("PUT", "/v1/data/kubernetes/pods/shop/web-0", Pod.Replace("Running", "Succeeded", StringComparison.Ordinal) + "\n", 204);
        Assert.That(Host.Store.Current.Data.FindPod("shop", "web-0")!.IsLive, Is.False);

        await CallAsync("PATCH", "/v1/data", """[{"path":"/kubernetes/pods/shop/web-0","op":"remove"}]""" + "\n", 204);
        await CallAsync("PATCH", "/v1/data", """[{"path":"/kubernetes/pods/shop/web-0","op":"remove"}]""" + "\n", 404);
        Assert.That(Host.Store.Current.Data.FindPod("shop", "web-0"), Is.Null);
        Assert.That(Host.Store.Current.Data.PodCount, Is.EqualTo(2));

        await CallAsync("PUT", "/v1/data/kubernetes/pods", $$$"""{"shop":{"web-0":{{{Pod}}}}}""" + "\n", 204);
        Assert.That(Host.Store.Current.Data.PodCount, Is.EqualTo(1));
    }

    [Test]
    public async Task Other_resources_with_and_without_namespaces_are_kept_by_object()
    {
        await CallAsync("PUT", "/v1/data/kubernetes/nodes", """{"n1":{"metadata":{"name":"n1"}},"n2":{"metadata":{"name":"n2"}}}""", 204);
        await CallAsync("PUT", "/v1/data/kubernetes/services/shop/web", """{"metadata":{"name":"web"}}""", 204);
        await CallAsync("PATCH", "/v1/data", """[{"path":"/kubernetes/nodes/n1","op":"remove"}]""", 204);

        Assert.That((await Host.SendAsync("GET", "/v1/data/kubernetes")).Text, Is.EqualTo("""{"result":{"nodes":{"n2":{"metadata":{"name":"n2"}}},"services":{"shop":{"web":{"metadata":{"name":"web"}}}}}}"""));
    }

    [Test]
    public async Task Its_policies_come_and_go_by_config_map_and_key()
    {
        await CallAsync("PUT", "/v1/policies/argos/checks/kubernetes.csx", "good", 200);
        await CallAsync("PUT", "/v1/policies/argos/checks/bad.csx", "broken", 400);
        Assert.That(Host.Store.Current.Policies.All.Select(policy => policy.Id), Is.EqualTo(new[] { "argos/checks/kubernetes.csx" }));

        await CallAsync("DELETE", "/v1/policies/argos/checks/kubernetes.csx", null, 200);
        Assert.That(Host.Store.Current.Policies.Count, Is.Zero);
    }

    [Test]
    public async Task Its_data_config_maps_are_put_by_key_removed_as_a_whole_and_reset_at_the_root()
    {
        await CallAsync("PUT", "/v1/data/argos-config/settings/a.json", """{"x":1}""", 204);
        await CallAsync("PUT", "/v1/data/argos-config/settings/b.json", """{"y":2}""", 204);

        // One removal of the ConfigMap's path for each of its keys: the second one finds nothing, and a stock kube-mgmt then resets.
        await CallAsync("PATCH", "/v1/data", """[{"path":"/argos-config/settings","op":"remove"}]""", 204);
        await CallAsync("PATCH", "/v1/data", """[{"path":"/argos-config/settings","op":"remove"}]""", 404);
        await CallAsync("PUT", "/v1/data", "{}", 204);

        Assert.That((await Host.SendAsync("GET", "/v1/data")).Text, Is.EqualTo("""{"result":{}}"""));
    }

    private async Task CallAsync(string method, string path, string? body, int status)
    {
        var reply = await Host.SendAsync(method, path, body, ("User-Agent", "Go-http-client/1.1"));
        Assert.That(reply.Status, Is.EqualTo(status), $"{method} {path}: {reply.Text}");
        // It reads every error body as JSON and goes by its members.
        if (status >= 400) Assert.That(reply.Code, Is.Not.Empty);
    }
}
