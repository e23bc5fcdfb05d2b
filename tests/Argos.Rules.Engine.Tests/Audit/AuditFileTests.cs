using System.Text;
using Argos.Rules.Engine.Audit;

namespace Argos.Rules.Engine.Tests.Audit;

/// <summary>What happens to audit files from outside.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class AuditFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("argos-audit-").FullName;
    private readonly AuditOptions _options;

    public AuditFileTests() => _options = new AuditOptions { File = Path.Combine(_folder, "audit.jsonl") };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Renamed_file_is_begun_again()
    {
        using var file = new AuditFile(_options);
        Write(file, "one");
        File.Move(_options.File, _options.File + "-old");
        Write(file, "two");

        Assert.That(Read(), Is.EqualTo("two\n"));
        Assert.That(File.ReadAllText(_options.File + "-old"), Is.EqualTo("one\n"));
    }

    [Test]
    public void Deleted_file_is_begun_again()
    {
        using var file = new AuditFile(_options);
        Write(file, "one");
        File.Delete(_options.File);
        Write(file, "two");

        Assert.That(Read(), Is.EqualTo("two\n"));
    }

    [Test]
    public void Replaced_file_is_gone_on_with()
    {
        using var file = new AuditFile(_options);
        Write(file, "one");
        File.WriteAllText(_options.File + ".new", "begun by somebody else\n");
        File.Move(_options.File + ".new", _options.File, overwrite: true);
        Write(file, "two");

        Assert.That(Read(), Is.EqualTo("begun by somebody else\ntwo\n"));
    }

    [Test]
    public void Copied_and_cut_file_has_no_hole()
    {
        using var file = new AuditFile(_options);
        Write(file, "one");
        using (var cut = new FileStream(_options.File, FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) cut.SetLength(0);
        Write(file, "two");

        Assert.That(Read(), Is.EqualTo("two\n"));
    }

    [Test]
    public void Reopen_begins_the_file_again()
    {
        using var file = new AuditFile(_options);
        Write(file, "one");
        var linked = Path.Combine(_folder, "linked");
        Directory.CreateSymbolicLink(linked, _folder);
        file.Reopen();
        Write(file, "two");

        Assert.That(Read(), Is.EqualTo("one\ntwo\n"));
    }

    [Test]
    public void Half_a_line_of_a_killed_process_is_ended()
    {
        File.WriteAllText(_options.File, "{\"half\"");
        using var file = new AuditFile(_options);
        Write(file, "one");

        Assert.That(Read(), Is.EqualTo("{\"half\"\none\n"));
    }

    [Test]
    public void File_that_cannot_be_put_aside_grows_on()
    {
        _options.MaximumBytes = 10;
        Directory.CreateDirectory(_options.File + ".1");
        using var file = new AuditFile(_options);
        for (var i = 0; i < 20; i++) Write(file, $"line{i:00}");

        Assert.That(Read().Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(20));
        Directory.Delete(_options.File + ".1");
        for (var i = 0; i < 20; i++) Write(file, "later");
        Assert.That(File.Exists(_options.File + ".1"), Is.True, "it is tried again");
    }

    /// <summary>A device that is always full takes nothing, and says so.</summary>
    [Test]
    [Platform("Linux")]
    public void Full_disk_is_an_error()
    {
        _options.File = "/dev/full";
        using var file = new AuditFile(_options);

        Assert.That(() => Write(file, "one"), Throws.InstanceOf<IOException>());
    }

    private static void Write(AuditFile file, string line) => file.Write(Encoding.UTF8.GetBytes(line + "\n"));

    private string Read() => File.ReadAllText(_options.File);
}
