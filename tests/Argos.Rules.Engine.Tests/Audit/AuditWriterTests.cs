using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Core.Telemetry;
using Argos.Rules.Engine.Audit;
using Argos.Rules.Engine.Audit.Chain;
using Argos.Rules.Engine.Tests.Decisions;
using Argos.Rules.TestKit.Auditing;
using Argos.Rules.TestKit.Time;
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
        await using var writer = Writer(log, sink, options);
        for (var i = 0; i < 1000; i++) log.Add(Record(i));

        await writer.StartAsync(CancellationToken.None);
        await writer.StopAsync(new CancellationToken(canceled: true));

        Assert.That(AuditSchemaCheck.Decisions(await File.ReadAllLinesAsync(options.File)), Has.Length.EqualTo(1000));
    }

    [Test]
    public async Task Writer_of_an_engine_that_is_given_up_ends_in_order()
    {
        var options = Options();
        var log = new AuditLog(options, _metrics);
        using var sink = new AuditSink(options);
        var writer = Writer(log, sink, options);
        log.Add(Record(1));

        await writer.StartAsync(CancellationToken.None);
        await writer.DisposeAsync();

        Assert.That(AuditSchemaCheck.Decisions(await File.ReadAllLinesAsync(options.File)), Has.Length.EqualTo(1));
        Assert.That((await File.ReadAllLinesAsync(options.File))[^1], Does.Contain("\"type\":\"stop\""));
        log.Add(Record(2));
        Assert.That(log.Count, Is.Zero, "nothing is taken any more");
        Assert.That(_metrics.Exporter.Scrape(), Does.Contain("argos_audit_writer_restarts_total 0\n"));
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

    [TestCase(AuditFailure.Continue)]
    [TestCase(AuditFailure.Refuse)]
    public void Add_beyond_the_bytes_of_the_queue_drops_and_counts(AuditFailure onFailure)
    {
        var options = Options();
        (options.QueueBytes, options.OnFailure) = (1 << 20, onFailure);
        var log = new AuditLog(options, _metrics);
        var large = Record(0) with { Problem = new string('x', 1000) };

        var taken = Enumerable.Range(0, 2000).Count(_ => log.Add(large));

        Assert.That(log.Count, Is.EqualTo((1 << 20) / large.Bytes));
        Assert.That((taken, log.MustRefuse), Is.EqualTo(onFailure == AuditFailure.Refuse ? (log.Count, true) : (2000, false)));
        Assert.That(_metrics.Exporter.Scrape(), Does.Contain($"argos_audit_dropped_total {2000 - log.Count}\n").And.Contain($"argos_audit_queue_bytes {log.Count * large.Bytes}\n"));

        while (log.TryTake(out _))
        {
        }
        Assert.That(log.Add(large), Is.True, "what was taken makes room");
        Assert.That(_metrics.Exporter.Scrape(), Does.Contain($"argos_audit_queue_bytes {large.Bytes}\n"));
    }

    [Test]
    public void Bytes_of_a_record_cover_all_that_policies_write()
    {
        var text = new string('x', 1000);
        var decision = new Decision
        {
            Id = "d",
            Outcome = DecisionOutcome.Denied,
            Detail = text,
            Attributes = System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty.Add("a", text),
            Policies = [new PolicyResult { Policy = "p", Hash = "h", Outcome = "deny", Detail = text, WaitsFor = text, WaitsForFact = text }],
            Facts = [new FactUse("k", text, "known", text)],
            Pods = [new PodReference(text, text, text, text)],
            Tokens = [new TokenReference(text, text, true)],
        };

        Assert.That((Record(1) with { Decision = decision }).Bytes, Is.InRange(2 * 13 * 1000, 40_000));
    }

    [Test]
    public async Task Record_that_cannot_be_written_ends_nothing_and_is_counted()
    {
        var options = Options();
        var log = new AuditLog(options, _metrics);
        using var sink = new AuditSink(options);
        await using var writer = Writer(log, sink, options);
        // Nothing that the engine makes: a record without what it must have.
        log.Add(Record(1) with { Decision = new Decision { Id = "d", Outcome = DecisionOutcome.Denied, Codes = default } });
        await writer.StartAsync(CancellationToken.None);
        await Eventually.HoldsAsync(() => log.Count == 0, "the bad record is taken", TimeSpan.FromSeconds(20), CancellationToken.None);
        log.Add(Record(2));

        await writer.StopAsync(CancellationToken.None);

        Assert.That(AuditSchemaCheck.Decisions(await File.ReadAllLinesAsync(options.File)), Has.Length.EqualTo(1));
        Assert.That(_metrics.Exporter.Scrape(), Does.Contain("argos_audit_dropped_total 1\n").And.Contain("argos_audit_writer_restarts_total 1\n"));
    }

    [TestCase(AuditFailure.Continue, DecisionOutcome.Allowed)]
    [TestCase(AuditFailure.Refuse, DecisionOutcome.Undecided)]
    public async Task Grant_without_room_for_its_record_is_given_only_where_the_settings_say_so(AuditFailure onFailure, DecisionOutcome expected)
    {
        var options = Options();
        (options.QueueLength, options.OnFailure) = (1, onFailure);
        var log = new AuditLog(options, _metrics);
        log.Add(Record(1));

        var decision = await Decider(log).DecideAsync(Confirmation, InstanceOperation.Register, "c", CancellationToken.None);

        Assert.That(decision.Outcome, Is.EqualTo(expected));
        if (expected == DecisionOutcome.Undecided) Assert.That(decision.Codes, Is.EqualTo(new[] { DecisionCodes.AuditUnavailable }));
    }

    [Test]
    public async Task Refusals_end_with_the_first_record_that_is_written()
    {
        var options = Options();
        options.OnFailure = AuditFailure.Refuse;
        Directory.CreateDirectory(options.File);
        var log = new AuditLog(options, _metrics);
        using var sink = new AuditSink(options);
        await using var writer = Writer(log, sink, options);
        await writer.StartAsync(CancellationToken.None);
        var decider = Decider(log);

        var first = await decider.DecideAsync(Confirmation, InstanceOperation.Register, "c", CancellationToken.None);
        await Eventually.HoldsAsync(() => log.MustRefuse, "the failure is seen", TimeSpan.FromSeconds(20), CancellationToken.None);
        Directory.Delete(options.File);
        var during = await decider.DecideAsync(Confirmation, InstanceOperation.Register, "c", CancellationToken.None);
        await Eventually.HoldsAsync(() => !log.MustRefuse, "a record is written", TimeSpan.FromSeconds(20), CancellationToken.None);
        var after = await decider.DecideAsync(Confirmation, InstanceOperation.Register, "c", CancellationToken.None);
        await writer.StopAsync(CancellationToken.None);

        Assert.That((first.Outcome, during.Codes.Single(), after.Outcome), Is.EqualTo((DecisionOutcome.Allowed, "audit-unavailable", DecisionOutcome.Allowed)));
    }

    [Test]
    public async Task Names_of_a_megabyte_are_cut_in_the_record()
    {
        var options = Options();
        var log = new AuditLog(options, _metrics);
        using var sink = new AuditSink(options);
        await using var writer = Writer(log, sink, options);
        var name = new string('n', 1_000_000);
        var attributes = System.Collections.Immutable.ImmutableDictionary<string, string>.Empty.Add("instanceId", name);

        await Decider(log).DecideAsync(new InstanceConfirmation(name, name, name, null, attributes), InstanceOperation.Register, "c", CancellationToken.None);
        await writer.StartAsync(CancellationToken.None);
        await writer.StopAsync(CancellationToken.None);

        Assert.That(new FileInfo(options.File).Length, Is.LessThan(4096));
    }

    [Test]
    public async Task File_that_cannot_be_written_drops_and_counts()
    {
        var options = Options();
        Directory.CreateDirectory(options.File);
        var log = new AuditLog(options, _metrics);
        using var sink = new AuditSink(options);
        await using var writer = Writer(log, sink, options);
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

    private AuditWriter Writer(AuditLog log, AuditSink sink, AuditOptions options) => new(
        log, sink, new AuditBatch(new AuditLines(new AuditOrigin("r", "e", "1.0")), new Unsigned(), options, TimeProvider.System), _metrics, TimeProvider.System,
        NullLogger<AuditWriter>.Instance);

    private sealed class Unsigned : IAuditSigner
    {
        public AuditSignature? Sign(byte[] statement) => null;
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

    private static readonly InstanceConfirmation Confirmation = new("p", "d", "s", null, System.Collections.Immutable.ImmutableDictionary<string, string>.Empty);

    private AuditedDecider Decider(AuditLog log) => new(
        new FakeDecider(static (_, _, _) => Task.FromResult(new Decision { Id = "d", Outcome = DecisionOutcome.Allowed })), log, _metrics,
        new AnswerStatus(false), TimeProvider.System, NullLogger<AuditedDecider>.Instance);
}
