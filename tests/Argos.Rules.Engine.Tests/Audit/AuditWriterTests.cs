using Argos.Rules.Contracts.Instances;
using Argos.Rules.Engine.Audit;
using Argos.Rules.Engine.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argos.Rules.Engine.Tests.Audit;

internal sealed class AuditWriterTests
{
    private string _folder = null!;
    private EngineMetrics _metrics = null!;

    [SetUp]
    public void Prepare()
    {
        _folder = Directory.CreateTempSubdirectory("argos-audit-").FullName;
        _metrics = new EngineMetrics();
    }

    [TearDown]
    public void CleanUp()
    {
        _metrics.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task Stop_writes_what_waits_even_when_the_token_is_spent()
    {
        var options = Options();
        var log = new AuditLog(options, _metrics);
        using var sink = new AuditSink(options);
        var writer = new AuditWriter(log, sink, _metrics, TimeProvider.System, NullLogger<AuditWriter>.Instance);
        for (var i = 0; i < 1000; i++) log.Add(Record(i));

        await writer.StartAsync(CancellationToken.None);
        await writer.StopAsync(new CancellationToken(canceled: true));

        Assert.That(await File.ReadAllLinesAsync(options.File), Has.Length.EqualTo(1000));
    }

    [Test]
    public void Add_beyond_the_queue_drops_and_counts()
    {
        var options = Options();
        options.QueueLength = 2;
        var log = new AuditLog(options, _metrics);

        for (var i = 0; i < 5; i++) log.Add(Record(i));

        Assert.That(_metrics.Exporter.Scrape(), Does.Contain("argos_audit_dropped_total 3\n").And.Contain("argos_audit_queue_length 2\n"));
    }

    [Test]
    public async Task File_that_cannot_be_written_drops_and_counts()
    {
        var options = Options();
        Directory.CreateDirectory(options.File);
        var log = new AuditLog(options, _metrics);
        using var sink = new AuditSink(options);
        var writer = new AuditWriter(log, sink, _metrics, TimeProvider.System, NullLogger<AuditWriter>.Instance);
        log.Add(Record(1));

        await writer.StartAsync(CancellationToken.None);
        await writer.StopAsync(CancellationToken.None);

        Assert.That(_metrics.Exporter.Scrape(), Does.Contain("argos_audit_dropped_total 1\n"));
    }

    [Test]
    public void Write_beyond_the_size_puts_the_file_aside_and_keeps_so_many()
    {
        var options = Options();
        options.MaximumBytes = 10;
        options.Files = 2;
        using var sink = new AuditSink(options);

        foreach (var line in (string[])["first--\n", "second-\n", "third--\n", "fourth-\n"]) sink.Write(System.Text.Encoding.UTF8.GetBytes(line));

        Assert.That(File.ReadAllText(options.File), Is.EqualTo("fourth-\n"));
        Assert.That(File.ReadAllText(options.File + ".1"), Is.EqualTo("third--\n"));
        Assert.That(File.ReadAllText(options.File + ".2"), Is.EqualTo("second-\n"));
        Assert.That(Directory.GetFiles(_folder), Has.Length.EqualTo(3));
    }

    [Test]
    public void Write_to_a_file_that_exists_appends()
    {
        var options = Options();
        File.WriteAllText(options.File, "before\n");
        using var sink = new AuditSink(options);

        sink.Write("after\n"u8);

        Assert.That(File.ReadAllText(options.File), Is.EqualTo("before\nafter\n"));
    }

    private AuditOptions Options() => new() { File = Path.Combine(_folder, "audit.jsonl") };

    private static AuditRecord Record(int number) => new()
    {
        Time = DateTimeOffset.UnixEpoch,
        Operation = InstanceOperation.Register,
        DecisionId = "d" + number,
        Caller = "test",
        Status = 400,
        Problem = "the body is not JSON",
        Elapsed = TimeSpan.Zero,
    };
}
