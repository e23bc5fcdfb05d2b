using System.Text;
using Argos.Rules.Core.Compilation.Caching;
using Argos.Rules.Core.Files;
using Argos.Rules.TestKit.Time;

namespace Argos.Rules.Engine.Tests.Scripting.Caching;

internal sealed class SealedFolderTests
{
    private static readonly SealedFolderLimits Limits = new(Files: 3, Bytes: 10_000, FileBytes: 5_000);

    private readonly ManualTime _time = new();
    private string _parent = "";

    private string Folder => Path.Combine(_parent, "cache");

    [SetUp]
    public void Make() => _parent = Directory.CreateTempSubdirectory("argos-sealed-").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(_parent, recursive: true);

    [Test]
    public void Content_is_found_again_by_another_start_and_by_its_kind_and_subject_only()
    {
        Open().Write("policy", "return Allow();", [1, 2, 3]);

        var again = Open();

        Assert.That(again.Read("policy", "return Allow();"), Is.EqualTo(new byte[] { 1, 2, 3 }));
        Assert.That(again.Read("policy", "return Allow(); "), Is.Null);
        Assert.That(again.Read("tested", "return Allow();"), Is.Null);
        Assert.That((again.Has("policy"), again.Has("tested")), Is.EqualTo((true, false)));
    }

    [Test]
    public void File_that_was_copied_over_another_is_not_taken_and_removed()
    {
        var folder = Open();
        folder.Write("policy", "allow", [1]);
        var allow = Sealed().Single();
        folder.Write("policy", "stock", [2]);
        var stock = Sealed().Single(file => file != allow);
        File.Copy(allow, stock, overwrite: true);

        Assert.That(() => folder.Read("policy", "stock"), Throws.InstanceOf<InvalidDataException>().With.Message.Not.Contains("\n"));
        Assert.That(Sealed(), Is.EqualTo(new[] { allow }));
        Assert.That(folder.Read("policy", "stock"), Is.Null);
    }

    [Test]
    public void Any_flipped_bit_is_found()
    {
        var folder = Open();
        folder.Write("policy", "stock", Encoding.ASCII.GetBytes("some content"));
        var file = Sealed().Single();
        var whole = File.ReadAllBytes(file);
        for (var at = 0; at < whole.Length; at++)
        {
            var changed = whole.ToArray();
            changed[at] ^= 1;
            File.WriteAllBytes(file, changed);
            Assert.That(() => folder.Read("policy", "stock"), Throws.InstanceOf<InvalidDataException>(), $"byte {at}");
        }
        File.WriteAllBytes(file, whole[..^1]);
        Assert.That(() => folder.Read("policy", "stock"), Throws.InstanceOf<InvalidDataException>());
        File.WriteAllBytes(file, []);
        Assert.That(() => folder.Read("policy", "stock"), Throws.InstanceOf<InvalidDataException>());
    }

    [Test]
    public void Another_installation_and_another_key_read_nothing()
    {
        Open().Write("policy", "stock", [1]);
        File.Delete(Path.Combine(Folder, SealKey.FileName));

        Assert.That(() => Open().Read("policy", "stock"), Throws.InstanceOf<InvalidDataException>());
    }

    [Test]
    public void Key_is_made_once_for_the_owner_alone_and_a_broken_one_is_made_anew()
    {
        Open();
        var file = Path.Combine(Folder, SealKey.FileName);
        var key = File.ReadAllText(file);
        Open();
        Assert.That(File.ReadAllText(file), Is.EqualTo(key));

        File.WriteAllText(file, key[..10]);
        Open();

        Assert.That(File.ReadAllText(file), Has.Length.EqualTo(key.Length).And.Not.EqualTo(key));
        if (OperatingSystem.IsWindows()) return;
        Assert.That(File.GetUnixFileMode(file), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.That(File.GetUnixFileMode(Folder), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
    }

    [Test]
    public void Given_key_is_used_and_must_be_long_secret_and_there()
    {
        var file = Path.Combine(_parent, "given");
        Assert.That(() => Open(file), Throws.InstanceOf<UnsafeFolderException>().With.Message.Contains("which is not there"));
        File.WriteAllText(file, "short");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.That(() => Open(file), Throws.InstanceOf<UnsafeFolderException>().With.Message.Contains("32"));
        File.WriteAllText(file, new string('k', 32) + "\n");
        Open(file).Write("policy", "stock", [1]);

        Assert.That(Open(file).Read("policy", "stock"), Is.EqualTo(new byte[] { 1 }));
        Assert.That(File.Exists(Path.Combine(Folder, SealKey.FileName)), Is.False);
        if (OperatingSystem.IsWindows()) return;
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        Assert.That(() => Open(file), Throws.InstanceOf<UnsafeFolderException>().With.Message.Contains("everybody can read it"));
    }

    [TestCase(UnixFileMode.GroupWrite)]
    [TestCase(UnixFileMode.OtherWrite)]
    public void Folder_that_others_can_write_is_refused(UnixFileMode more)
    {
        if (OperatingSystem.IsWindows()) return;
        Open().Write("policy", "stock", [1]);
        File.SetUnixFileMode(Folder, File.GetUnixFileMode(Folder) | more);

        Assert.That(() => Open(), Throws.InstanceOf<UnsafeFolderException>().With.Message.Contains("others can write it").And.Message.Contains(Folder));
        Assert.That(() => SealedFolder.OfProgram(Folder, Limits), Throws.InstanceOf<UnsafeFolderException>());
    }

    [Test]
    public void Folder_of_another_user_is_refused()
    {
        if (!OperatingSystem.IsLinux() || Environment.IsPrivilegedProcess) Assert.Ignore("needs Linux and a user who is not root");

        // Root's, and nobody else can write it.
        Assert.That(() => SealedFolder.Own("/usr", null, Limits, _time), Throws.InstanceOf<UnsafeFolderException>().With.Message.Contains("belongs to user 0"));
        Assert.That(FileOwner.ChangeProblem("/usr", rootToo: true), Is.Null);
    }

    [Test]
    public void Files_of_another_user_are_told_to_root_too()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess) Assert.Ignore("needs Linux and root");
        Open();
        using (var chown = System.Diagnostics.Process.Start("chown", ["1", Folder])) chown.WaitForExit();

        Assert.That(() => Open(), Throws.InstanceOf<UnsafeFolderException>().With.Message.Contains("belongs to user 1"));
    }

    [Test]
    public void Too_many_files_lose_what_was_not_used_for_longest()
    {
        var folder = Open();
        foreach (var name in (string[])["a", "b", "c"])
        {
            folder.Write("policy", name, [1]);
            _time.Advance(TimeSpan.FromSeconds(1));
        }
        folder.Read("policy", "a");
        _time.Advance(TimeSpan.FromSeconds(1));

        folder.Write("policy", "d", [1]);

        Assert.That(folder.Read("policy", "b"), Is.Null);
        Assert.That(((string[])["a", "c", "d"]).Select(name => folder.Read("policy", name)), Has.None.Null);
    }

    [Test]
    public void Too_many_bytes_lose_what_was_not_used_for_longest_and_never_what_was_just_written()
    {
        var folder = Open();
        folder.Write("policy", "a", new byte[4_900]);
        _time.Advance(TimeSpan.FromSeconds(1));
        folder.Write("policy", "b", new byte[4_900]);
        // The clock was set back: what is written now looks oldest.
        File.SetLastWriteTimeUtc(Sealed()[0], _time.Now.UtcDateTime.AddDays(1));
        File.SetLastWriteTimeUtc(Sealed()[1], _time.Now.UtcDateTime.AddDays(1));

        folder.Write("policy", "c", new byte[4_900]);

        Assert.That(folder.Read("policy", "c"), Has.Length.EqualTo(4_900));
        Assert.That(Directory.GetFiles(Folder).Where(static f => Path.GetFileName(f) != SealKey.FileName).Sum(static f => new FileInfo(f).Length), Is.LessThanOrEqualTo(10_000));
    }

    [Test]
    public void What_a_killed_process_left_half_written_is_removed_at_the_next_start()
    {
        Open();
        File.WriteAllText(Path.Combine(Folder, $"0123.policy{SealedFolder.Suffix}.ab{SealedFolder.PartSuffix}"), "half");

        Open();

        Assert.That(Directory.GetFiles(Folder).Select(Path.GetFileName), Is.EqualTo(new[] { SealKey.FileName }));
    }

    [Test]
    public void What_came_with_the_program_is_never_written()
    {
        SealedFolder.ForProgram(Folder, Limits, _time).Write("policy", "a", [1]);
        var folder = SealedFolder.OfProgram(Folder, Limits)!;
        File.WriteAllText(Sealed().Single(), "damaged");

        Assert.That(() => folder.Write("policy", "b", [1]), Throws.InvalidOperationException);
        Assert.That(() => folder.Read("policy", "a"), Throws.InstanceOf<InvalidDataException>());
        Assert.That(Sealed(), Has.Length.EqualTo(1));
        Assert.That(SealedFolder.OfProgram(Path.Combine(_parent, "none"), Limits), Is.Null);
    }

    private SealedFolder Open(string? keyFile = null) => SealedFolder.Own(Folder, keyFile, Limits, _time);

    private string[] Sealed() => Directory.GetFiles(Folder, "*" + SealedFolder.Suffix);
}
