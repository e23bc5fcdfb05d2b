using Argos.Rules.Engine.Listeners;
using Argos.Rules.Enrollment;
using Argos.Rules.TestKit.Certificates;

namespace Argos.Rules.Engine.Tests.Certificates;

internal sealed class CertificateFolderTests
{
    private string _root = null!;
    private TestAuthority _authority = null!;

    private string CertificateFile => Path.Combine(_root, "tls", "tls.crt");

    private string KeyFile => Path.Combine(_root, "tls", "tls.key");

    [SetUp]
    public void Prepare()
    {
        _root = Directory.CreateTempSubdirectory("argos-folder-").FullName;
        _authority = new TestAuthority();
    }

    [TearDown]
    public void CleanUp()
    {
        _authority.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    [Test]
    public void Write_replaces_the_pair_and_leaves_one_behind()
    {
        var folder = new CertificateFolder(CertificateFile, KeyFile, Path.Combine(_root, "tls", "ca.crt"));

        var (first, second) = (New(), New());
        folder.Write(first);
        folder.Write(second);

        Assert.That(folder.Read()!.Serial, Is.EqualTo(second.Serial));
        Assert.That(File.ReadAllText(Path.Combine(_root, "tls", "ca.crt")), Is.EqualTo(second.Authorities));
        Assert.That(Directory.GetDirectories(Path.Combine(_root, "tls"), "..argos-new-*"), Has.Length.EqualTo(1));
    }

    [Test]
    public void Write_over_plain_files_takes_them_over()
    {
        Directory.CreateDirectory(Path.Combine(_root, "tls"));
        using (var issued = _authority.Provider("a.b"))
        {
            File.WriteAllText(CertificateFile, issued.CertificatePem);
            File.WriteAllText(KeyFile, issued.KeyPem);
        }
        var folder = new CertificateFolder(CertificateFile, KeyFile, "");

        var next = New();
        folder.Write(next);

        Assert.That(folder.Read()!.Serial, Is.EqualTo(next.Serial));
        Assert.That(new FileInfo(KeyFile).LinkTarget, Is.EqualTo("..argos-pair/tls.key"));
    }

    [Test]
    public void Write_after_a_crash_between_the_steps_finishes_the_work()
    {
        var folder = new CertificateFolder(CertificateFile, KeyFile, "");
        folder.Write(New());
        Directory.CreateDirectory(Path.Combine(_root, "tls", "..argos-new-half"));
        File.CreateSymbolicLink(Path.Combine(_root, "tls", "..argos-pair.new"), "..argos-new-half");

        var next = New();
        folder.Write(next);

        Assert.That(folder.Read()!.Serial, Is.EqualTo(next.Serial));
        Assert.That(Directory.GetDirectories(Path.Combine(_root, "tls"), "..argos-new-*"), Has.Length.EqualTo(1));
    }

    [Test]
    public void Write_where_nothing_can_be_written_leaves_what_was_there()
    {
        var folder = new CertificateFolder(CertificateFile, KeyFile, "");
        var first = New();
        folder.Write(first);
        // A folder in the place of the link's next form: the rename cannot happen, whoever runs the test.
        Directory.CreateDirectory(Path.Combine(_root, "tls", "..argos-pair.new", "in-the-way"));

        Assert.That(() => folder.Write(New()), Throws.InstanceOf<IOException>().Or.InstanceOf<UnauthorizedAccessException>());
        Assert.That(folder.Read()!.Serial, Is.EqualTo(first.Serial));
    }

    [Test]
    public async Task Listener_that_reads_while_pairs_are_replaced_never_sees_a_mixed_one()
    {
        var folder = new CertificateFolder(CertificateFile, KeyFile, "");
        var pairs = Enumerable.Range(0, 8).Select(_ => New()).ToArray();
        folder.Write(pairs[0]);
        var files = new CertificateFiles(CertificateFile, KeyFile, _authority.WriteTo(_root));
        using var stop = new CancellationTokenSource();
        var writer = Task.Run(() =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++) folder.Write(pairs[i % pairs.Length]);
        });

        var problems = new List<string>();
        for (var i = 0; i < 300; i++)
        {
            using var contents = CertificateSetReader.Read(files);
            if (CertificateSetReader.Parse(files, contents).Problem is { } problem) problems.Add(problem);
        }
        await stop.CancelAsync();
        await writer;

        Assert.That(problems, Is.Empty);
    }

    [TestCase("/a/tls.crt", "/b/tls.key", "", "one folder")]
    [TestCase("/a/tls.crt", "/a/tls.crt", "", "different files")]
    [TestCase("/a/tls.crt", "/a/tls.key", "/a/tls.key", "different files")]
    [TestCase("/a/tls.crt", "/a/tls.key", "/b/ca.crt", "one folder")]
    public void Problem_of_names_that_cannot_be_replaced_together(string certificate, string key, string ca, string problem)
    {
        Assert.That(CertificateFolder.Problem(certificate, key, ca), Does.Contain(problem));
        Assert.That(CertificateFolder.Problem("/a/tls.crt", "/a/tls.key", "/a/ca.crt"), Is.Null);
    }

    private CertificatePair New()
    {
        using var issued = _authority.Provider("k8s.cluster1.identityd");
        return CertificatePair.Of(issued.CertificatePem, issued.KeyPem, issued.IssuerPem)!;
    }
}
