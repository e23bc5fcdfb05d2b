using System.Net;
using Argos.Rules.System.Tests.Model;

namespace Argos.Rules.System.Tests.Faults;

/// <summary>A ConfigMap gets a second key, or loses it: its documents stand below its place then, or at it. What they block stays blocked throughout.</summary>
internal sealed class MovedDocumentTests
{
    private const string List = """["blocked"]""";

    [Test]
    public async Task Document_that_is_split_and_joined_is_never_gone()
    {
        await using var scene = await ModelScene.StartAsync(probes: true);

        scene.Cluster.Put(Map(("names.json", List), ("more.json", "1")));
        await scene.UntilAsync(() => Held(scene) == """{"more":1,"names":["blocked"]}""", TimeSpan.FromMinutes(2), "two documents in the place of one");
        scene.Cluster.Put(Map(("list.json", $$"""{"names":{{List}},"more":2}""")));
        await scene.UntilAsync(() => Held(scene) == """{"more":2,"names":["blocked"]}""", TimeSpan.FromMinutes(2), "one document in the place of two");

        await scene.PassAsync(TimeSpan.FromSeconds(30));
        Assert.That(scene.Seat.Violation, Is.Null);
        Assert.That(scene.Mgmt.Metrics.Repairs, Is.Zero);
        Assert.That((await scene.AskAsync(ModelCluster.Steady)).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    private static ModelMap Map(params (string Key, string Text)[] keys) => new("team", "blocked", MapKind.Data)
    {
        Path = "security/blocked",
        Keys = ModelMap.NoKeys.AddRange(keys.Select(static key => KeyValuePair.Create(key.Key, new ModelText(key.Text)))),
    };

    private static string? Held(ModelScene scene) => scene.Seat.Engine!.Data()["security"]?["blocked"]?.ToJsonString();
}
