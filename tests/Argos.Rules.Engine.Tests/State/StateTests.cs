using Argos.Rules.Engine.State;
using Argos.Rules.Engine.Tests.Data;
using Argos.Rules.TestKit.Time;

namespace Argos.Rules.Engine.Tests.State;

/// <summary>A set that one start has kept, and what the next one makes of it.</summary>
internal sealed class StateTests : StateTest
{
    [Test]
    public async Task Set_is_known_again_with_its_digests_its_sources_and_its_age()
    {
        var before = await KeptAsync(ageSeconds: 40);
        Time.Advance(TimeSpan.FromSeconds(20));

        var after = Start();
        await after.RestoreAsync();

        Assert.That(after.Readiness.NotReadyReasons(), Is.Empty, string.Join('\n', after.RestoreLog.Lines));
        Assert.That(after.Store.Current.Policies.Digest, Is.EqualTo(before.Store.Current.Policies.Digest));
        Assert.That(after.Store.Current.Data.DigestText, Is.EqualTo(before.Store.Current.Data.DigestText));
        Assert.That(after.Store.Current.Data.FindPod("shop", "web-1")!.Uid, Is.EqualTo("u-1"));
        Assert.That(after.Registry.InventoryOf("mgmt").Resources, Is.EqualTo(before.Registry.InventoryOf("mgmt").Resources));
        var source = after.Registry.Status().Single();
        Assert.That((source.Name, source.Complete, source.Generation, source.Restored, Math.Round(source.AgeSeconds), Math.Round(source.CompleteAgeSeconds!.Value)), Is.EqualTo(("mgmt", true, 7L, true, 20.0, 60.0)));
        Assert.That(after.Changes.All.Select(static c => $"{c.Kind} {c.Action} {c.Subject} {c.Text is not null}"), Is.EqualTo(new[] { "policy restored a.csx True", "source restored mgmt False" }));
        Assert.That(after.Vault.Status, Is.EqualTo(new Contracts.Management.StateStatus(null, null, Time.Now, null)));
    }

    [Test]
    public async Task Set_is_good_for_as_long_as_without_a_restart_and_no_longer()
    {
        await KeptAsync(ageSeconds: 40);
        Time.Advance(TimeSpan.FromSeconds(200));
        var after = Start();
        await after.RestoreAsync();

        Time.Advance(TimeSpan.FromSeconds(60));
        Assert.That(after.Readiness.NotReadyReasons(), Is.Empty);
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(after.Readiness.NotReadyReasons().Single(), Does.Contain("has not been up to date for more than 300 s"));
    }

    [TestCase(261, "have not been heard for 301 s")]
    [TestCase(-120, "written in the future")]
    public async Task Set_that_is_too_old_or_of_unknown_age_is_not_used(int seconds, string why)
    {
        await KeptAsync(ageSeconds: 40);

        var after = Start(new ManualTime(Time.Now.AddSeconds(seconds)));
        await after.RestoreAsync();

        Assert.That(after.Store.Current.Revision, Is.Zero);
        Assert.That(after.RestoreLog.Lines.Single(), Does.Contain(why));
    }

    [Test]
    public async Task Declaration_that_agrees_goes_on_from_it_and_one_that_differs_ends_it()
    {
        await KeptAsync();
        var same = Start();
        await same.RestoreAsync();
        same.Declare();
        Assert.That((same.Registry.Status().Single().Restored, same.Readiness.NotReadyReasons().IsEmpty), Is.EqualTo((false, true)));

        var other = Start();
        await other.RestoreAsync();
        other.Registry.Declare("mgmt", new() { EngineId = other.EngineId, Generation = 8, Policies = new(0, new string('0', 32)), Resources = System.Collections.Immutable.ImmutableSortedDictionary<string, Contracts.Management.DigestRecord>.Empty });
        Assert.That(other.Readiness.NotReadyReasons().Single(), Does.Contain("it differs from what is held"));
    }

    [Test]
    public async Task Set_is_written_when_it_has_changed_only_and_the_old_one_goes()
    {
        var start = await KeptAsync();
        var first = Sets.Single();
        var written = File.GetLastWriteTimeUtc(first);
        start.Declare();
        start.Save();
        Assert.That((Sets.Single(), File.GetLastWriteTimeUtc(first)), Is.EqualTo((first, written)));

        start.Put("teams", """["shop","books"]""");
        start.Declare();
        start.Save();

        Assert.That(Sets, Has.Length.EqualTo(1).And.Not.Contain(first));
        Assert.That(Files, Has.Length.EqualTo(2));
        Assert.That(start.Metrics.Exporter.Scrape(), Does.Contain("argos_state_saves_total{result=\"ok\"} 3\n"));
    }

    [Test]
    public async Task Set_that_is_not_complete_leaves_the_last_complete_one()
    {
        var start = await KeptAsync();
        var files = Files;
        start.Store.ChangeData(tree => tree.With(Json.Path("teams"), Json.Value("[]")));
        start.Registry.Invalidate("somebody", [Json.Path("teams")]);

        start.Save();

        Assert.That(Files, Is.EqualTo(files));
    }

    [Test]
    public async Task What_somebody_has_written_meanwhile_stays()
    {
        await KeptAsync();
        var after = Start();
        after.Put("teams", "[]");

        await after.RestoreAsync();

        Assert.That(after.Store.Current.Policies.Count, Is.Zero);
        Assert.That(after.Registry.Status().Single().Complete, Is.False);
    }

    [Test]
    public async Task Without_a_folder_nothing_is_kept()
    {
        var start = Start(options: new StateOptions());
        await start.PutAsync("a.csx", Policy);
        start.Declare();

        start.Save();
        await start.RestoreAsync();

        Assert.That((start.Vault.IsWanted, Directory.Exists(Options.Folder)), Is.EqualTo((false, false)));
    }
}
