using System.Globalization;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Mgmt.Annotations;
using Argos.Rules.Mgmt.Status;
using Argos.Rules.Mgmt.Tests.Fakes;
using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Tests.Sync;

public sealed class RefusedPolicyTests
{
    private SyncScene _scene = null!;

    [SetUp]
    public async Task StartAsync() => _scene = await SyncScene.StartAsync();

    [TearDown]
    public async Task StopAsync() => await _scene.DisposeAsync();

    [Test]
    public async Task New_policy_that_is_refused_blocks_nothing()
    {
        Policies(("bad.csx", "BROKEN"), ("good.csx", "x"));

        await _scene.RoundAsync();

        Assert.That(_scene.Engine.Policies.Keys, Is.EqualTo(new[] { "n/p/good.csx" }));
        Assert.That(_scene.Engine.Accepted.Last().Missing, Is.Empty);
        Assert.That(Key("bad.csx").State, Is.EqualTo(KeyStates.Error));
        Assert.That(Key("bad.csx").Errors!.Value[0].Location!.Row, Is.EqualTo(1));
        Assert.That(Key("good.csx").State, Is.EqualTo(KeyStates.Active));
    }

    [Test]
    public async Task Edit_that_is_refused_keeps_the_last_good_version()
    {
        Policies(("a.csx", "good"));
        await _scene.RoundAsync();

        Policies(("a.csx", "BROKEN"));
        await _scene.RoundAsync();

        Assert.That(_scene.Engine.Policies["n/p/a.csx"], Is.EqualTo("good"));
        Assert.That(Key("a.csx").State, Is.EqualTo(KeyStates.Error));
        Assert.That(Key("a.csx").Active, Is.Not.Null);
        Assert.That(_scene.Engine.Accepted.Last().Missing, Is.Empty);
    }

    [Test]
    public async Task Refused_text_is_not_pushed_again_and_again()
    {
        Policies(("a.csx", "BROKEN"));
        await _scene.RoundAsync();
        await _scene.RoundAsync();

        Policies(("a.csx", "BROKEN"), ("b.csx", "x"));
        await _scene.RoundAsync();

        Assert.That(_scene.Engine.Writes.Count(static write => write == "PUT /v1/policies/n/p/a.csx"), Is.EqualTo(1));
    }

    [Test]
    public async Task Tests_that_fail_keep_the_last_good_version_and_are_told_with_their_place()
    {
        Policies(("a.csx", "v1"), ("a.tests.yaml", "one"));
        await _scene.RoundAsync();

        Policies(("a.csx", "v2"), ("a.tests.yaml", "BROKEN"));
        await _scene.RoundAsync();

        Assert.That(_scene.Engine.Policies["n/p/a.csx"], Is.EqualTo("v1\0one"));
        Assert.That((Key("a.csx").State, Key("a.csx").Active), Is.EqualTo((KeyStates.Error, new PolicyText("v1", "one").HashAs("n/p/a.csx").ToString("x32", CultureInfo.InvariantCulture))));
        Assert.That(Key("a.csx").Errors!.Value[0].Location, Is.Not.Null);
        Assert.That(_scene.Engine.Accepted.Last().Missing, Is.Empty);
    }

    [Test]
    public async Task Edit_of_the_tests_alone_is_pushed()
    {
        Policies(("a.csx", "v1"), ("a.tests.yaml", "one"));
        await _scene.RoundAsync();

        Policies(("a.csx", "v1"), ("a.tests.yaml", "two"));
        await _scene.RoundAsync();

        Assert.That(_scene.Engine.Policies["n/p/a.csx"], Is.EqualTo("v1\0two"));
        Assert.That(_scene.Metrics.Repairs, Is.Zero);
    }

    [Test]
    public async Task Restarted_engine_gets_the_last_good_version_of_a_refused_policy()
    {
        Policies(("a.csx", "good"));
        await _scene.RoundAsync();
        Policies(("a.csx", "BROKEN"));
        await _scene.RoundAsync();

        _scene.Engine.Restart();
        await _scene.RoundAsync();

        Assert.That(_scene.Engine.Policies["n/p/a.csx"], Is.EqualTo("good"));
        Assert.That(_scene.Engine.Accepted.Last().Missing, Is.Empty);
    }

    [Test]
    public async Task Restarted_mgmt_leaves_the_last_good_version_in_the_engine()
    {
        Policies(("a.csx", "good"));
        await _scene.RoundAsync();
        Policies(("a.csx", "BROKEN"));

        await _scene.RoundAsync(_scene.NewSync());

        Assert.That(_scene.Engine.Policies["n/p/a.csx"], Is.EqualTo("good"));
        Assert.That(_scene.Engine.Accepted.Last().Missing, Is.Empty);
    }

    [Test]
    public async Task Policy_that_no_engine_takes_any_more_is_declared_missing()
    {
        Policies(("a.csx", "good"));
        await _scene.RoundAsync();

        _scene.Engine.Restart();
        _scene.Engine.Refuses = "good";
        await _scene.RoundAsync();

        Assert.That(_scene.Engine.Accepted.Last().Missing, Has.One.Contains("`n/p/a.csx`"));
        Assert.That(Key("a.csx").State, Is.EqualTo(KeyStates.Missing));
    }

    [Test]
    public async Task Policy_that_was_active_by_its_annotation_is_declared_missing_after_both_restarted()
    {
        Policies(("a.csx", "good"));
        await _scene.RoundAsync();
        var status = StatusReport.ByMap(_scene.Health.Report!)[new ObjectName("n", "p")];
        var annotation = StatusAnnotation.Write(null, "old-replica", status, static _ => false);

        _scene.Engine.Restart();
        _scene.View.Policies[0].Fill(Some.Map("n/p", ("a.csx", "BROKEN")).With(annotation));
        await _scene.RoundAsync(_scene.NewSync());

        Assert.That(_scene.Engine.Accepted.Last().Missing, Has.Length.EqualTo(1));
    }

    [Test]
    public async Task Document_that_was_active_by_its_annotation_is_declared_missing_after_both_restarted()
    {
        _scene.View.Data[0].Fill(Some.Map("n/d", ("blocked.json", "[1]"), ("other.json", "1")));
        await _scene.RoundAsync();

        for (var restarts = 0; restarts < 2; restarts++)
        {
            var status = StatusReport.ByMap(_scene.Health.Report!)[new ObjectName("n", "d")];
            _scene.Engine.Restart();
            _scene.View.Data[0].Fill(Some.Map("n/d", ("blocked.json", "[1"), ("other.json", "2")).With(StatusAnnotation.Write(null, "r", status, static _ => false)));
            await _scene.RoundAsync(_scene.NewSync());

            Assert.That(_scene.Engine.Accepted.Last().Missing, Has.One.Contains("`n/d/blocked`"));
        }
        Assert.That(_scene.Engine.Documents["n/d/other"], Is.EqualTo("2"));
    }

    [Test]
    public async Task Document_that_was_never_good_is_not_missing()
    {
        _scene.View.Data[0].Fill(Some.Map("n/d", ("blocked.json", "[1")));

        await _scene.RoundAsync();

        Assert.That(_scene.Engine.Accepted.Last().Missing, Is.Empty);
    }

    [TestCase("a.csx")]
    [TestCase("a.tests.yaml")]
    public async Task Policy_with_a_key_that_is_no_text_any_more_keeps_its_last_good_version(string key)
    {
        (string Key, string Text)[] keys = [("a.csx", "v1"), ("a.tests.yaml", "one")];
        Policies(keys);
        await _scene.RoundAsync();

        _scene.View.Policies[0].Fill(Some.Map("n/p", [.. keys.Where(k => k.Key != key)]).WithBinary(key));
        await _scene.RoundAsync();
        Assert.That(_scene.Engine.Policies["n/p/a.csx"], Is.EqualTo("v1\0one"));
        Assert.That((Key("a.csx").State, Key("a.csx").Active), Is.EqualTo((KeyStates.Error, new PolicyText("v1", "one").HashAs("n/p/a.csx").ToString("x32", CultureInfo.InvariantCulture))));
        Assert.That(_scene.Engine.Accepted.Last().Missing, Is.Empty);

        _scene.Engine.Restart();
        await _scene.RoundAsync();
        Assert.That(_scene.Engine.Policies["n/p/a.csx"], Is.EqualTo("v1\0one"));
    }

    [Test]
    public async Task Good_text_after_a_refused_one_is_in_force()
    {
        Policies(("a.csx", "BROKEN"));
        await _scene.RoundAsync();

        Policies(("a.csx", "good"));
        await _scene.RoundAsync();

        Assert.That(_scene.Engine.Policies["n/p/a.csx"], Is.EqualTo("good"));
        Assert.That(Key("a.csx").State, Is.EqualTo(KeyStates.Active));
    }

    [Test]
    public async Task Keys_that_arrive_while_a_policy_is_compiled_are_missing_until_they_are_sent()
    {
        await using var scene = await SyncScene.StartAsync(keysRequired: true);
        var compiler = new TaskCompletionSource();
        scene.Engine.Compiler = compiler.Task;
        scene.View.Policies[0].Fill(Some.Map("n/p", ("a.csx", "x")));
        await scene.Sync.OpenAsync(CancellationToken.None);
        var pushing = scene.Sync.PushAsync(CancellationToken.None);
        scene.View.Keys.Set("""{"keys":[1]}"""u8.ToArray());
        compiler.SetResult();
        await pushing;

        await scene.Sync.DeclareAsync(CancellationToken.None);
        Assert.That(scene.Engine.Documents, Is.Empty);
        Assert.That(scene.Engine.Accepted.Last().Missing, Has.One.Contains("kubernetes/keys"));

        await scene.Sync.PushAsync(CancellationToken.None);
        await scene.Sync.DeclareAsync(CancellationToken.None);
        Assert.That(scene.Engine.Accepted.Last().Missing, Is.Empty);
    }

    [Test]
    public async Task Keys_that_are_late_stay_in_an_engine_that_has_them()
    {
        await using var scene = await SyncScene.StartAsync(keysRequired: true);
        scene.View.Keys.Set("""{"keys":[1]}"""u8.ToArray());
        await scene.RoundAsync();
        scene.View.Keys.Set(null);

        await scene.RoundAsync(scene.NewSync());

        Assert.That(scene.Engine.Documents, Does.ContainKey("kubernetes/keys").WithValue("""{"keys":[1]}"""));
        Assert.That(scene.Engine.Accepted.Last().Missing, Is.Not.Empty);
    }

    [Test]
    public async Task Keys_that_were_not_fetched_yet_are_declared_missing()
    {
        await using var scene = await SyncScene.StartAsync(keysRequired: true);
        await scene.RoundAsync();
        Assert.That(scene.Engine.Accepted.Last().Missing, Has.One.Contains("kubernetes/keys"));

        scene.View.Keys.Set("""{"keys":[1]}"""u8.ToArray());
        await scene.RoundAsync();

        Assert.That(scene.Engine.Accepted.Last().Missing, Is.Empty);
    }

    private void Policies(params (string Key, string Text)[] keys) => _scene.View.Policies[0].Fill(Some.Map("n/p", keys));

    private KeyStatus Key(string key) => StatusReport.ByMap(_scene.Health.Report!)[new ObjectName("n", "p")].Keys[key];
}
