using System.Diagnostics;
using Argos.Rules.Mgmt.Sources;
using Argos.Rules.Mgmt.Sources.Directory;
using Argos.Rules.Mgmt.Tests.Fakes;
using Argos.Rules.TestKit.Time;

namespace Argos.Rules.Mgmt.Tests.Sources;

/// <summary>What may stand in a directory, or become of it, beside regular files.</summary>
public sealed class DirectoryTroubleTests
{
    private const string Pod = "{kind: Pod, metadata: {name: a, namespace: ns}}";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly ManualTime _time = new();
    private readonly KeptLog<DirectorySource> _log = new();
    private readonly HangingFiles _files = new();
    private string _folder = "";

    [OneTimeTearDown]
    public void LetGo() => _files.Dispose();

    [SetUp]
    public void Make()
    {
        _folder = Directory.CreateTempSubdirectory("argos-mgmt-").FullName;
        _files.Hanging = "/none";
        _log.Lines.Clear();
    }

    [TearDown]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    [Test]
    [Platform("Linux")]
    public async Task Fifo_in_place_of_a_file_is_named_and_hides_nothing()
    {
        Write("pod.yaml", Pod);
        using var source = Source();
        await source.LookAsync(CancellationToken.None);

        File.Delete(Path.Combine(_folder, "pod.yaml"));
        await RunAsync("mkfifo", Path.Combine(_folder, "f.json"));
        await source.LookAsync(CancellationToken.None);

        Assert.That(source.View.Pods[0].Count, Is.Zero);
        Assert.That(_log.Lines, Has.Exactly(1).Contains("f.json(1,1): the file is a FIFO; only regular files are read"));
    }

    [TestCase("/dev/zero")]
    [TestCase("/dev/null")]
    [Platform("Linux")]
    public async Task Link_to_a_device_is_named_and_not_read(string device)
    {
        Write("pod.yaml", Pod);
        File.CreateSymbolicLink(Path.Combine(_folder, "a.json"), device);
        using var source = Source();

        await source.LookAsync(CancellationToken.None);

        Assert.That(source.View.Pods[0].Count, Is.EqualTo(1));
        Assert.That(source.View.Unreadable, Is.Empty, "nobody expects policies of it");
        Assert.That(_log.Lines, Has.Exactly(1).Contains("a.json(1,1): the file is a device"));
    }

    [Test]
    public async Task Link_to_a_regular_file_is_read()
    {
        Write("..data/pod.yaml", Pod);
        File.CreateSymbolicLink(Path.Combine(_folder, "pod.yaml"), Path.Combine(_folder, "..data", "pod.yaml"));
        using var source = Source();

        await source.LookAsync(CancellationToken.None);

        Assert.That(source.View.Pods[0].Count, Is.EqualTo(1));
        Assert.That(_log.Lines, Is.Empty);
    }

    [Test]
    public async Task Pod_whose_file_became_unreadable_is_gone()
    {
        Write("pod.yaml", Pod);
        using var source = Source(new ScanLimits { MaximumFileBytes = 1024 });
        await source.LookAsync(CancellationToken.None);

        Write("pod.yaml", Pod + new string(' ', 1024));
        await source.LookAsync(CancellationToken.None);

        Assert.That(source.View.Pods[0].Count, Is.Zero);
        Assert.That(_log.Lines, Has.Exactly(1).Contains("pod.yaml(1,1): the file is larger than 1024 bytes"));
    }

    [Test]
    public async Task Age_is_that_of_the_beginning_of_the_last_complete_look()
    {
        Write("pod.yaml", Pod);
        using var source = Source();
        await source.LookAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(7));

        Assert.That(source.View.Age, Is.EqualTo(TimeSpan.FromSeconds(7)));
    }

    [Test]
    public async Task Read_that_hangs_makes_nothing_younger_and_is_named()
    {
        Write("pod.yaml", Pod);
        using var source = Source();
        await source.LookAsync(CancellationToken.None);

        File.Delete(Path.Combine(_folder, "pod.yaml"));
        Write("dead.json", "{}");
        _files.Hanging = "/dead.json";
        var look = source.LookAsync(CancellationToken.None);
        await _files.Stuck.WaitAsync();
        await _time.WaitForTimerAsync(Deadline, CancellationToken.None);
        _time.Advance(Deadline);
        await look;

        Assert.That(source.View.Age, Is.EqualTo(Deadline));
        Assert.That(_log.Lines, Has.Exactly(1).Contains("hangs at dead.json for more than 30 s"));

        // The next look does not wait for the one that hangs.
        _files.Hanging = "/none";
        await source.LookAsync(CancellationToken.None);

        Assert.That(source.View.Age, Is.EqualTo(TimeSpan.Zero));
        Assert.That(source.View.Pods[0].Count, Is.Zero);
    }

    [TestCase(2, 1 << 20)]
    [TestCase(100, 60)]
    public async Task Directory_beyond_a_limit_is_not_half_taken_and_grows_old(int files, int bytes)
    {
        Write("a.yaml", Pod);
        using var source = Source(new ScanLimits { MaximumFiles = files, MaximumBytes = bytes });
        await source.LookAsync(CancellationToken.None);
        _time.Advance(Deadline);

        Write("b.yaml", Pod);
        Write("c.yaml", Pod);
        await source.LookAsync(CancellationToken.None);

        Assert.That(source.View.Age, Is.EqualTo(Deadline));
        Assert.That(_log.Lines, Has.Exactly(1).Contains("what is known stays, and grows old"));
    }

    [Test]
    public async Task Link_to_a_folder_above_ends_by_name()
    {
        Write("sub/pod.yaml", Pod);
        Directory.CreateSymbolicLink(Path.Combine(_folder, "sub", "loop"), _folder);
        using var source = Source();

        await source.LookAsync(CancellationToken.None);

        Assert.That(source.View.Pods[0].Count, Is.EqualTo(1));
        Assert.That(_log.Lines, Has.Some.Contains("loop/sub/(1,1): the folder is more than 32 levels deep"));
    }

    private DirectorySource Source(ScanLimits? limits = null) =>
        new(new SourceOptions { Kind = "directory", Directory = _folder, Limits = limits ?? new ScanLimits() }, _files, _time, _log);

    private void Write(string name, string text)
    {
        var file = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private static async Task RunAsync(string program, string argument)
    {
        using var process = Process.Start(program, argument);
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.Zero);
    }
}
