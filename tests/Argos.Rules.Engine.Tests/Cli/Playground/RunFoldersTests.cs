using Argos.Rules.Cli.Playground.Running;

namespace Argos.Rules.Engine.Tests.Cli.Playground;

/// <summary>What runs leave on the disk.</summary>
internal sealed class RunFoldersTests
{
    private DirectoryInfo _temporary = null!;

    [SetUp]
    public void Begin() => _temporary = Directory.CreateTempSubdirectory("argos-folders-");

    [TearDown]
    public void End() => _temporary.Delete(recursive: true);

    [Test]
    public void Nothing_is_left_when_it_ends()
    {
        var folders = RunFolders.Create(_temporary.FullName);
        File.WriteAllText(Path.Combine(folders.Next().FullName, "policy.csx"), "x");

        folders.Dispose();

        Assert.That(_temporary.GetFileSystemInfos(), Is.Empty);
        Assert.That(folders.Next, Throws.InstanceOf<OperationCanceledException>());
    }

    [TestCase(true)]
    [TestCase(false)]
    public void What_a_killed_playground_has_left_is_removed_by_the_next_and_nothing_else(bool hasLock)
    {
        using var living = RunFolders.Create(_temporary.FullName);
        var run = living.Next();
        var dead = Left("argos-playground-dead", hasLock);
        var other = _temporary.CreateSubdirectory("other");

        using var next = RunFolders.Create(_temporary.FullName);

        Assert.That(Directory.Exists(dead), Is.False);
        Assert.That(File.Exists(dead + ".lock"), Is.False);
        Assert.That(Directory.Exists(run.FullName), Is.True, "somebody holds it");
        Assert.That(Directory.Exists(other.FullName), Is.True);
    }

    [Test]
    [Platform(Exclude = "Win")]
    public void Link_of_somebody_is_not_followed()
    {
        var target = _temporary.CreateSubdirectory("target");
        Directory.CreateSymbolicLink(Path.Combine(_temporary.FullName, "argos-playground-link"), target.FullName);

        using var folders = RunFolders.Create(_temporary.FullName);

        Assert.That(Directory.Exists(target.FullName), Is.True);
    }

    private string Left(string name, bool hasLock)
    {
        var folder = Path.Combine(_temporary.FullName, name);
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.WriteAllText(Path.Combine(folder, "policy.csx"), "x");
        if (hasLock) File.WriteAllText(folder + ".lock", "");
        return folder;
    }
}
