using System.Text;
using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Engine.Tests.Management;

/// <summary>Objects that a source keeps elsewhere than below <c>kubernetes</c>, or that look like something else.</summary>
internal sealed class CollectionPathTests : ManagementTest
{
    private const string Pods = "clusters/east/pods";

    private static readonly (string, string)[] Writer = [("Argos-Source", "east"), ("Argos-Objects", $"{Pods}/*/*")];

    [Test]
    public async Task A_collection_is_kept_object_by_object()
    {
        Assert.That((await Host.SendAsync("PUT", $"/v1/data/{Pods}", """{"a":{"p1":{"uid":1}},"b":{"p2":{"uid":2}}}""", Writer)).Status, Is.EqualTo(204));

        var patch = await Host.SendAsync("PATCH", "/v1/data", $$$"""[{"op":"add","path":"/{{{Pods}}}/c/p3","value":{"uid":3}},{"op":"remove","path":"/{{{Pods}}}/b/p2"}]""", Writer);

        Assert.That(patch.Status, Is.EqualTo(204), patch.Text);
        Assert.That((await Host.SendAsync("GET", $"/v1/data/{Pods}")).Text, Is.EqualTo("""{"result":{"a":{"p1":{"uid":1}},"c":{"p3":{"uid":3}}}}"""), "an empty namespace goes too");
        var held = (await Host.SendAsync("GET", "/v1/sync/east")).Body.GetProperty("resources");
        Assert.That(held.GetRawText(), Is.EqualTo($"{{\"{Pods}\":{Digest(($"{Pods}/a/p1", """{"uid":1}"""), ($"{Pods}/c/p3", """{"uid":3}"""))}}}"));
    }

    [Test]
    public async Task The_first_patch_makes_the_collection()
    {
        var patch = await Host.SendAsync("PATCH", "/v1/data", $$$"""[{"op":"add","path":"/{{{Pods}}}/a/p1","value":{}}]""", Writer);

        Assert.That(patch.Status, Is.EqualTo(204), patch.Text);
    }

    [Test]
    public async Task A_namespace_of_any_name_is_a_namespace()
    {
        await Host.SendAsync("PUT", "/v1/data/kubernetes/services", """{"metadata":{"web":{"metadata":{}}}}""", ("Argos-Source", "mgmt"), ("Argos-Objects", "kubernetes/services/*/*"));

        var held = (await Host.SendAsync("GET", "/v1/sync/mgmt")).Body.GetProperty("resources").GetProperty("kubernetes/services");

        Assert.That(held.GetRawText(), Is.EqualTo(Digest(("kubernetes/services/metadata/web", """{"metadata":{}}"""))));
    }

    [Test]
    public async Task A_namespace_that_is_no_object_is_400() =>
        Assert.That((await Host.SendAsync("PUT", $"/v1/data/{Pods}", """{"a":1}""", Writer)).Status, Is.EqualTo(400));

    [TestCase("clusters/east/pods")]
    [TestCase("*/*")]
    [TestCase("pods/*")]
    [TestCase("a/b/*/*/*")]
    [TestCase("a//b/*")]
    public async Task A_header_that_names_no_places_is_400(string header) =>
        Assert.That((await Host.SendAsync("PUT", "/v1/data/x", "{}", ("Argos-Objects", header))).Status, Is.EqualTo(400));

    private static string Digest(params (string Key, string Content)[] members)
    {
        var digest = members.Aggregate(SetDigest.Empty, static (sum, member) => sum.Add(SetDigest.HashOf(member.Key, Encoding.UTF8.GetBytes(member.Content))));
        return $$"""{"count":{{digest.Count}},"digest":"{{digest.Hex}}"}""";
    }
}
