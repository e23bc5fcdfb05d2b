using System.Text;
using Argos.Rules.Auditing.Chain;
using Argos.Rules.Contracts.Auditing;
using Argos.Rules.Engine.Audit.Chain;

namespace Argos.Rules.Engine.Tests.Auditing;

/// <summary>What somebody can do to an audit log, and what the chain says of it.</summary>
internal sealed class ChainVerifierTests
{
    private AuditLogs _logs = null!;
    private AuditLogs.KeySigner _signer = null!;

    [SetUp]
    public void Prepare() => (_logs, _signer) = (new AuditLogs(), new AuditLogs.KeySigner());

    [TearDown]
    public void CleanUp()
    {
        _logs.Dispose();
        _signer.Dispose();
    }

    private CheckpointTrust Trust => new([_signer.PublicPem], "", null);

    [Test]
    public void Log_as_it_was_written_has_no_finding_and_is_signed_to_its_end()
    {
        _logs.Write(_signer, AuditLogs.Granted("d1"), AuditLogs.Granted("d2"));

        var result = _logs.Verify(Trust);

        Assert.That(result.Findings, Is.Empty);
        Assert.That(result.Replicas.Single(), Is.EqualTo(new ChainSummary("argos-1", 4, 0, 3, 1, 3, result.Replicas[0].Signers)));
        Assert.That(_logs.Fitting(), Has.Length.EqualTo(4));
    }

    [Test]
    public void Changed_record_is_found_at_its_line()
    {
        _logs.Write(_signer, AuditLogs.Granted("d1"), AuditLogs.Granted("d2"), AuditLogs.Granted("d3"));
        var lines = _logs.Lines;
        lines[2] = lines[2].Replace("\"api\"", "\"abi\"", StringComparison.Ordinal);

        Assert.That(Found(lines), Is.EqualTo(new[] { (3L, ChainFindings.Changed) }));
    }

    [Test]
    public void Removed_records_are_found_and_named()
    {
        _logs.Write(_signer, AuditLogs.Granted("d1"), AuditLogs.Granted("d2"), AuditLogs.Granted("d3"), AuditLogs.Granted("d4"));
        var lines = _logs.Lines.ToList();
        lines.RemoveRange(2, 2);

        var finding = AuditLogs.Verify(lines, Trust).Findings.Single();
        Assert.That((finding.Line, finding.Kind, finding.Message), Is.EqualTo((3L, ChainFindings.Removed, "records 2 to 3 are missing before this one")));
    }

    [Test]
    public void Exchanged_records_are_found()
    {
        _logs.Write(_signer, AuditLogs.Granted("d1"), AuditLogs.Granted("d2"), AuditLogs.Granted("d3"));
        var lines = _logs.Lines;
        (lines[1], lines[2]) = (lines[2], lines[1]);

        Assert.That(Found(lines), Is.EqualTo(new[] { (2L, ChainFindings.Removed), (3L, ChainFindings.Reordered) }));
    }

    [Test]
    public void Record_that_stands_there_twice_is_found()
    {
        _logs.Write(_signer, AuditLogs.Granted("d1"), AuditLogs.Granted("d2"));
        var lines = _logs.Lines.ToList();
        lines.Insert(2, lines[1]);

        Assert.That(Found(lines), Is.EqualTo(new[] { (3L, ChainFindings.Reordered) }));
    }

    [Test]
    public void Chain_that_was_made_anew_from_a_changed_record_on_is_found_by_the_signature_alone()
    {
        _logs.Write(_signer, AuditLogs.Granted("d1"), AuditLogs.Granted("d2"));
        var lines = _logs.Lines;
        lines[1] = lines[1].Replace("\"api\"", "\"abi\"", StringComparison.Ordinal);
        var forged = Rechained(lines);

        Assert.That(AuditLogs.Verify(forged.Take(3), Trust).Findings.Select(static f => f.Kind), Is.EqualTo(new[] { ChainFindings.Signature }));
        Assert.That(Found(forged), Is.EqualTo(new[] { (4L, ChainFindings.Signature), (0L, ChainFindings.Signature) }));
    }

    [Test]
    public void Signature_of_somebody_else_is_found()
    {
        using var other = new AuditLogs.KeySigner();
        _logs.Write(other, AuditLogs.Granted("d1"));

        Assert.That(_logs.Verify(Trust).Findings.Select(static f => f.Message), Has.Some.Contains("not among those given"));
    }

    [Test]
    public void Log_without_signatures_is_a_finding_only_for_whom_has_a_key()
    {
        _logs.Write(null, AuditLogs.Granted("d1"));

        Assert.That(_logs.Verify().Findings, Is.Empty);
        Assert.That(_logs.Verify(Trust).Findings, Is.Not.Empty);
    }

    [Test]
    public void Restart_goes_on_with_the_chain()
    {
        _logs.Write(_signer, AuditLogs.Granted("d1"));
        _logs.Write(_signer, AuditLogs.Granted("d2"));

        var result = _logs.Verify(Trust);
        Assert.That(result.Findings, Is.Empty);
        Assert.That(result.Replicas.Single().Last, Is.EqualTo(5));
    }

    [Test]
    public void Restart_behind_half_a_line_goes_on_with_the_chain_and_is_noted()
    {
        _logs.Write(_signer, AuditLogs.Granted("d1"));
        File.AppendAllText(_logs.Options.File, _logs.Lines[1][..40]);
        _logs.Write(_signer, AuditLogs.Granted("d2"));

        var result = _logs.Verify(Trust);
        Assert.That(result.Findings, Is.Empty);
        Assert.That(result.Notes.Single().Line, Is.EqualTo(4));
    }

    [Test]
    public void Line_that_is_not_a_record_is_found()
    {
        _logs.Write(_signer, AuditLogs.Granted("d1"), AuditLogs.Granted("d2"));
        var lines = _logs.Lines.ToList();
        lines.Insert(2, "{\"time\":\"2026-03-01T14:00:00Z\"}");

        Assert.That(Found(lines), Is.EqualTo(new[] { (3L, ChainFindings.Unreadable) }));
    }

    [Test]
    public void Rotation_keeps_the_chain()
    {
        _logs.Options.MaximumBytes = 4096;
        _logs.Write(_signer, Enumerable.Range(0, 20).Select(static i => AuditLogs.Granted("d" + i)));

        Assert.That(File.Exists(_logs.Options.File + ".5"), "it was rotated several times");
        var result = _logs.Verify(Trust);
        Assert.That(result.Findings, Is.Empty);
        Assert.That(result.Notes.Single().Message, Does.Contain("those before it are not in these files"));
        Assert.That(result.Replicas.Single().SignedUpTo, Is.EqualTo(21));
    }

    [Test]
    public void Restart_right_after_a_rotation_finds_the_chain_in_the_rotated_file()
    {
        _logs.Write(_signer, AuditLogs.Granted("d1"));
        File.Move(_logs.Options.File, _logs.Options.File + ".1");
        _logs.Write(_signer, AuditLogs.Granted("d2"));

        Assert.That(_logs.Verify(Trust).Findings, Is.Empty);
        Assert.That(_logs.Verify(Trust).Replicas.Single().Last, Is.EqualTo(5));
    }

    [Test]
    public void End_that_was_cut_off_before_a_new_chain_is_found()
    {
        _logs.Write(_signer, AuditLogs.Granted("d1"), AuditLogs.Granted("d2"));
        var first = _logs.Lines;
        File.Delete(_logs.Options.File);
        _logs.Write(_signer, AuditLogs.Granted("d3"));

        Assert.That(AuditLogs.Verify([.. first, .. _logs.Lines], Trust).Findings, Is.Empty);
        Assert.That(Found([.. first[..^2], .. _logs.Lines]), Is.EqualTo(new[] { (3L, ChainFindings.Restarted) }));
    }

    [Test]
    public void Records_of_several_replicas_may_be_mixed()
    {
        _logs.Write(_signer, AuditLogs.Granted("d1"));
        using var other = new AuditLogs();
        using (var batch = new Argos.Rules.Engine.Audit.AuditBatch(new AuditLines(new("argos-2", "engine-2", "1.0")), _signer, other.Options, TimeProvider.System))
        {
            batch.Add(AuditLogs.Granted("e1"), lost: 0);
            batch.Close(lost: 0, last: true);
            File.WriteAllBytes(other.Options.File, batch.Text.ToArray());
        }

        var result = AuditLogs.Verify(_logs.Lines.Zip(other.Lines).SelectMany(static pair => new[] { pair.First, pair.Second }), Trust);

        Assert.That(result.Findings, Is.Empty);
        Assert.That(result.Replicas.Select(static r => r.Replica), Is.EqualTo(new[] { "argos-1", "argos-2" }));
    }

    [Test]
    public void Batch_that_could_not_be_written_leaves_the_chain_and_a_report()
    {
        using (var batch = _logs.Batch(_signer))
        {
            batch.Add(AuditLogs.Granted("d1"), lost: 0);
            batch.Abandon();
            batch.Add(AuditLogs.Granted("d2"), lost: 3);
            batch.Abandon();
            batch.Add(AuditLogs.Granted("d3"), lost: 1);
            batch.Close(lost: 0, last: true);
            File.WriteAllBytes(_logs.Options.File, batch.Text.ToArray());
        }

        Assert.That(_logs.Verify(Trust).Findings, Is.Empty);
        Assert.That(_logs.Fitting()[1], Does.Contain("\"type\":\"gap\",\"lost\":4,"));
    }

    [Test]
    public void Checkpoint_comes_after_so_many_records()
    {
        _logs.Options.CheckpointRecords = 3;
        _logs.Write(_signer, Enumerable.Range(0, 7).Select(static i => AuditLogs.Granted("d" + i)));

        Assert.That(_logs.Lines.Count(static l => l.Contains("\"type\":\"checkpoint\"")), Is.EqualTo(2));
        Assert.That(_logs.Verify(Trust).Replicas.Single().Checkpoints, Is.EqualTo(3));
    }

    private (long Line, string Kind)[] Found(IEnumerable<string> lines) => [.. AuditLogs.Verify(lines, Trust).Findings.Select(static f => (f.Line, f.Kind))];

    /// <summary>What somebody makes who can write the log and knows how the chain is made, but has no key.</summary>
    private static string[] Rechained(IEnumerable<string> lines)
    {
        var link = AuditLink.Beginning;
        var forged = new List<string>();
        foreach (var line in lines)
        {
            var output = new System.Buffers.ArrayBufferWriter<byte>();
            var at = line.LastIndexOf(",\"chain\":", StringComparison.Ordinal);
            link = AuditLine.Seal(output, Encoding.UTF8.GetBytes(line[..at] + "}"), link);
            forged.Add(Encoding.UTF8.GetString(output.WrittenSpan).TrimEnd('\n'));
        }
        return [.. forged];
    }
}
