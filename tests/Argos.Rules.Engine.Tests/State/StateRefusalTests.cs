using Argos.Rules.Engine.State;

namespace Argos.Rules.Engine.Tests.State;

/// <summary>What is not used: a set that somebody else could have written, that is damaged, or that cannot be put into force as a whole.</summary>
internal sealed class StateRefusalTests : StateTest
{
    [Test]
    public async Task Any_flipped_bit_of_either_file_is_refused()
    {
        await KeptAsync();
        foreach (var file in Files)
        {
            var whole = await File.ReadAllBytesAsync(file);
            // Each byte of the small one, and of the other so many as the time allows.
            var step = Math.Max(1, whole.Length / 150);
            for (var at = 0; at < whole.Length; at += step) await RefusedAsync(file, whole, [.. whole[..at], (byte)(whole[at] ^ 4), .. whole[(at + 1)..]]);
        }
    }

    [TestCase(0)]
    [TestCase(31)]
    [TestCase(40)]
    [TestCase(-1)]
    public async Task Torn_file_is_refused(int length)
    {
        await KeptAsync();
        foreach (var file in Files)
        {
            var whole = await File.ReadAllBytesAsync(file);
            await RefusedAsync(file, whole, length < 0 ? whole[..^1] : whole[..length]);
            await RefusedAsync(file, whole, [.. whole, 0]);
        }
    }

    [Test]
    public async Task Set_of_another_installation_is_refused()
    {
        await KeptAsync();
        await File.WriteAllTextAsync(Path.Combine(Options.Folder!, "key"), new string('k', 64));

        var after = Start();
        await after.RestoreAsync();

        Assert.That(after.Store.Current.Revision, Is.Zero);
        Assert.That(after.Vault.Status.Problem, Does.Contain("was not written by this installation"));
    }

    [Test]
    public async Task Older_set_in_the_place_of_the_newer_one_is_refused()
    {
        var start = await KeptAsync();
        var old = await File.ReadAllBytesAsync(Sets.Single());
        start.Put("teams", "[]");
        start.Declare();
        start.Save();
        await File.WriteAllBytesAsync(Sets.Single(), old);

        var after = Start();
        await after.RestoreAsync();

        Assert.That(after.Store.Current.Revision, Is.Zero);
    }

    [Test]
    public async Task Folder_that_others_can_write_is_not_used()
    {
        if (OperatingSystem.IsWindows()) return;
        await KeptAsync();
        File.SetUnixFileMode(Options.Folder!, File.GetUnixFileMode(Options.Folder!) | UnixFileMode.GroupWrite);

        var after = Start();
        await after.RestoreAsync();
        after.Save();

        Assert.That(after.Store.Current.Revision, Is.Zero);
        Assert.That(after.VaultLog.Lines.Single(), Does.Contain("others can write it"));
        Assert.That(after.Vault.Status.Problem, Does.Contain("others can write it"));
    }

    [Test]
    public async Task File_that_others_can_write_is_refused_and_none_is_made_so()
    {
        if (OperatingSystem.IsWindows()) return;
        await KeptAsync();
        foreach (var file in Files) Assert.That(File.GetUnixFileMode(file), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        File.SetUnixFileMode(Sets.Single(), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherWrite);

        var after = Start();
        await after.RestoreAsync();

        Assert.That(after.Store.Current.Revision, Is.Zero);
        Assert.That(after.RestoreLog.Lines.Single(), Does.Contain("others can write it"));
    }

    [Test]
    public async Task Policy_that_no_longer_compiles_refuses_the_whole_set()
    {
        var start = Start();
        await start.PutAsync("a.csx", Policy);
        start.Declare();
        var known = new KnownSet([new KnownPolicy("a.csx", Policy, null, "mgmt"), new KnownPolicy("b.csx", "return Nothing();", null, "mgmt")], start.Store.Current.Data, "");
        var folder = StateFolder.Own(Options);
        start.Save();
        var heard = folder.ReadHeard()!;
        folder.Write(heard with { Set = folder.Write(known) });

        var after = Start();
        await after.RestoreAsync();

        Assert.That(after.Store.Current.Revision, Is.Zero);
        Assert.That(after.RestoreLog.Lines.Single(), Does.Contain("`b.csx`"));
    }

    [Test]
    public async Task Set_beyond_the_limit_is_not_kept_and_leaves_nothing_half_written()
    {
        var options = Options;
        options.MaximumBytes = 1 << 20;
        var start = Start(options: options);
        await start.PutAsync("a.csx", Policy);
        start.Put("large", $"\"{new string('x', 1 << 20)}\"");
        start.Declare();

        start.Save();

        Assert.That(Files, Is.Empty);
        Assert.That(start.Vault.Status.Problem, Does.Contain("State:MaximumBytes"));
        Assert.That(start.Metrics.Exporter.Scrape(), Does.Contain("argos_state_saves_total{result=\"failed\"} 1\n"));
    }

    private async Task RefusedAsync(string file, byte[] whole, byte[] instead)
    {
        await File.WriteAllBytesAsync(file, instead);
        var after = Start();
        await after.RestoreAsync();
        Assert.That(after.Store.Current.Revision, Is.Zero, file);
        Assert.That(after.Vault.Status.Problem, Does.Contain("was not written by this installation"));
        await File.WriteAllBytesAsync(file, whole);
    }
}
