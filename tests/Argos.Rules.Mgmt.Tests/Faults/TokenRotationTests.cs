using Argos.Rules.Mgmt.Tests.Fakes;
using Argos.Rules.TestKit.Kubernetes;

namespace Argos.Rules.Mgmt.Tests.Faults;

/// <summary>The service account token is replaced, and the API server refuses the old one before mgmt has the new one.</summary>
public sealed class TokenRotationTests
{
    [Test]
    public async Task Everything_goes_on_with_the_new_token_without_a_restart_or_a_list()
    {
        await using var scene = await ClusterScene.StartAsync();
        await scene.RunAsync();
        scene.Server.Tokens.Revoke(FakeApiServerOptions.AdminToken);
        scene.Server.CutWatches();
        scene.PutPod("shop/web-1");
        scene.PutPolicy("bad", "BROKEN");
        await scene.UntilAsync(() => scene.Server.Requests.All.Count(static request => request is { User: null, Verb: "watch" }) >= 4, "the old token to be refused");
        Assert.That(scene.Holds("shop/web-1"), Is.False);

        scene.Server.Tokens.Add("second", "mgmt-2");
        scene.WriteToken("second\n");

        await scene.UntilAsync(() => scene.Holds("shop/web-1"), "the pod of meanwhile");
        await scene.UntilAsync(() => Reported(scene, "patch", "configmaps") && Reported(scene, "create", "events"), "status and event");
        scene.View.Keys.RefreshRequested.Raise();
        await scene.UntilAsync(() => scene.Server.Requests.All.Any(static request => request is { User: "mgmt-2", Path: "/openid/v1/jwks" }), "the key set");
        Assert.That(scene.Server.Requests.Of("list", "pods"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Token_that_cannot_be_one_is_waited_out()
    {
        await using var scene = await ClusterScene.StartAsync();
        await scene.RunAsync();
        scene.WriteToken("half\nwritten");
        scene.Server.CutWatches();
        await scene.UntilAsync(() => scene.Server.Watches == 0, "the watches to end");
        await scene.PassAsync(TimeSpan.FromSeconds(5));

        scene.WriteToken(FakeApiServerOptions.AdminToken);
        scene.PutPod("shop/web-1");

        await scene.UntilAsync(() => scene.Holds("shop/web-1"), "the pod of meanwhile");
    }

    [Test]
    public async Task Status_and_event_that_met_the_old_token_are_told_again()
    {
        await using var scene = await ClusterScene.StartAsync();
        await scene.RunAsync();
        scene.PutPolicy("p", "x");
        await scene.UntilAsync(() => Asked(scene, "patch", "configmaps"), "the first status");
        // The watches stay open: the server looks at a token only when a request begins.
        scene.Server.Tokens.Revoke(FakeApiServerOptions.AdminToken);
        scene.PutPolicy("p", "BROKEN");
        await scene.UntilAsync(() => scene.Server.Requests.Of("patch", "configmaps").Any(static request => request.User is null), "the refusal");

        scene.Server.Tokens.Add("second", "mgmt-2");
        scene.WriteToken("second");

        await scene.UntilAsync(() => Reported(scene, "patch", "configmaps") && Reported(scene, "create", "events"), "status and event");
    }

    private static bool Reported(ClusterScene scene, string verb, string resource) =>
        scene.Server.Requests.Of(verb, resource).Any(static request => request.User == "mgmt-2");

    private static bool Asked(ClusterScene scene, string verb, string resource) => scene.Server.Requests.Of(verb, resource).Count > 0;
}
