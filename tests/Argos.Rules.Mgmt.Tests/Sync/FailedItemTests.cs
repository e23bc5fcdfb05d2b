using Argos.Rules.Mgmt.Annotations;
using Argos.Rules.Mgmt.EngineApi;
using Argos.Rules.Mgmt.Status;
using Argos.Rules.Mgmt.Tests.Fakes;
using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Tests.Sync;

/// <summary>An item on which the engine fails without saying what is wrong with it: after a few tries that is the item's failure, and everything else goes on.</summary>
public sealed class FailedItemTests
{
    private SyncScene _scene = null!;

    [SetUp]
    public async Task StartAsync() => _scene = await SyncScene.StartAsync();

    [TearDown]
    public async Task StopAsync() => await _scene.DisposeAsync();

    [Test]
    public async Task Policy_on_which_the_engine_fails_holds_up_no_other_and_is_given_up()
    {
        Policies(("a.csx", "CHOKES"), ("b.csx", "x"));

        Assert.That(async () => await _scene.RoundAsync(), Throws.InstanceOf<EngineUnavailableException>());
        Assert.That(_scene.Engine.Policies.Keys, Is.EqualTo(new[] { "n/p/b.csx" }), "the other does not wait for its tries");
        Assert.That(async () => await _scene.RoundAsync(), Throws.InstanceOf<EngineUnavailableException>());
        await _scene.RoundAsync();
        await _scene.RoundAsync();

        Assert.That(_scene.Engine.Writes.Count(static write => write == "PUT /v1/policies/n/p/a.csx"), Is.EqualTo(3), "not again and again");
        Assert.That(_scene.Engine.Accepted.Last().Missing, Is.Empty);
        Assert.That((Key("a.csx").State, Key("a.csx").Errors!.Value[0].Code), Is.EqualTo((KeyStates.Error, "engine-failed")));
        Assert.That(Key("b.csx").State, Is.EqualTo(KeyStates.Active));
    }

    [Test]
    public async Task Edit_on_which_the_engine_fails_keeps_the_last_good_version()
    {
        Policies(("a.csx", "good"));
        await _scene.RoundAsync();

        Policies(("a.csx", "CHOKES"));
        await RoundsAsync(3);

        Assert.That(_scene.Engine.Policies["n/p/a.csx"], Is.EqualTo("good"));
        Assert.That(Key("a.csx").Active, Is.Not.Null);
        Assert.That(_scene.Engine.Accepted.Last().Missing, Is.Empty);
    }

    [Test]
    public async Task Policy_in_force_on_which_a_new_engine_fails_is_declared_missing()
    {
        Policies(("a.csx", "good"));
        await _scene.RoundAsync();

        _scene.Engine.Restart();
        _scene.Engine.Chokes = "good";
        await RoundsAsync(3);

        Assert.That(_scene.Engine.Accepted.Last().Missing, Has.One.Contains("`n/p/a.csx`"));
    }

    [Test]
    public async Task Document_on_which_the_engine_fails_holds_up_neither_the_others_nor_policies()
    {
        _scene.View.Data[0].Fill(Some.Map("n/d", ("a.json", "\"CHOKES\""), ("b.json", "1")));
        Policies(("a.csx", "x"));

        await RoundsAsync(3);

        Assert.That(_scene.Engine.Documents.Keys, Is.EqualTo(new[] { "n/d/b" }));
        Assert.That(_scene.Engine.Policies, Has.Count.EqualTo(1));
        Assert.That(_scene.Engine.Accepted, Is.Not.Empty);
    }

    [Test]
    public async Task Policy_that_the_engine_does_not_let_go_of_holds_up_nothing_and_is_told()
    {
        Policies(("a.csx", "x"), ("b.csx", "x"));
        await _scene.RoundAsync();
        _scene.Engine.FailsAt = static request => request.Method == "DELETE" && request.Path.Value!.EndsWith("a.csx", StringComparison.Ordinal);
        _scene.Engine.Fails = 500;

        Policies(("c.csx", "x"));
        await _scene.RoundAsync();

        Assert.That(_scene.Engine.Policies.Keys, Is.EqualTo(new[] { "n/p/a.csx", "n/p/c.csx" }));
        Assert.That(_scene.Engine.Accepted.Last().Missing, Has.One.Contains("`n/p/a.csx` should be gone"));

        _scene.Engine.Fails = null;
        await _scene.RoundAsync();

        Assert.That(_scene.Engine.Policies.Keys, Is.EqualTo(new[] { "n/p/c.csx" }));
        Assert.That(_scene.Engine.Accepted.Last().Missing, Is.Empty);
    }

    [Test]
    public void Engine_that_fails_on_everything_is_not_asked_for_each()
    {
        Policies([.. Enumerable.Range(0, 20).Select(static i => ($"p{i}.csx", "x"))]);
        _scene.Engine.FailsAt = static request => request.Method == "PUT";
        _scene.Engine.Fails = 503;

        Assert.That(async () => await _scene.RoundAsync(), Throws.InstanceOf<EngineUnavailableException>());

        Assert.That(_scene.Engine.Asked, Is.LessThanOrEqualTo(5));
    }

    private async Task RoundsAsync(int count)
    {
        for (var i = 1; i < count; i++) Assert.That(async () => await _scene.RoundAsync(), Throws.InstanceOf<EngineUnavailableException>());
        await _scene.RoundAsync();
    }

    private void Policies(params (string Key, string Text)[] keys) => _scene.View.Policies[0].Fill(Some.Map("n/p", keys));

    private KeyStatus Key(string key) => StatusReport.ByMap(_scene.Health.Report!)[new ObjectName("n", "p")].Keys[key];
}
