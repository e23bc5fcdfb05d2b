using Argos.Rules.Mgmt.Sync;
using Argos.Rules.Mgmt.Tests.Fakes;
using Argos.Rules.Mgmt.Watching;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argos.Rules.Mgmt.Tests.Sync;

public sealed class FetchRequestLoopTests
{
    private SyncScene _scene = null!;
    private FetchRequestLoop _loop = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _scene = await SyncScene.StartAsync();
        _loop =
            new FetchRequestLoop(_scene.Client, _scene.View, _scene.Session, TimeProvider.System, NullLogger<FetchRequestLoop>.Instance);
        await _loop.StartAsync(CancellationToken.None);
        await _scene.RoundAsync();
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _loop.StopAsync(CancellationToken.None);
        _loop.Dispose();
        await _scene.DisposeAsync();
    }

    [Test]
    public async Task Pods_and_keys_are_passed_on_and_everything_else_is_not()
    {
        foreach (var path in new[] { "kubernetes/pods", "kubernetes/pods/a", "kubernetes/pods/a/b/c", "kubernetes/services/a/b", "a//b", "kubernetes/pods/shop/web-0", "kubernetes/keys" })
            await _scene.Engine.Wants.Writer.WriteAsync(path);

        await _scene.View.Keys.RefreshRequested.WaitAsync(Soon());
        Assert.That((await _scene.View.Pending.NextAsync(Soon())).Name, Is.EqualTo(new ObjectName("shop", "web-0")));
        Assert.That(_scene.View.Pending.NextAsync(CancellationToken.None).IsCompleted, Is.False);
    }

    [Test]
    public async Task Engine_that_was_away_is_asked_again()
    {
        await _scene.Engine.KillAsync();
        await _scene.Engine.ListenAsync(CancellationToken.None);

        await _scene.Engine.Wants.Writer.WriteAsync("kubernetes/pods/shop/web-0");
        await _scene.Engine.Wants.Writer.WriteAsync("kubernetes/pods/shop/web-1");

        // The first may be told to the connection that was cut.
        var pod = await _scene.View.Pending.NextAsync(Soon());
        Assert.That(pod.Name.Namespace, Is.EqualTo("shop"));
    }

    private static CancellationToken Soon() => new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token;
}
