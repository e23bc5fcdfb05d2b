using System.Security.Cryptography;
using Argos.Rules.Contracts.Auditing;

namespace Argos.Rules.Auditing.Chain;

/// <summary>
/// Follows the chains in a log, line by line: each record must have the number and the hash that follow from the one before. Records of several replicas
/// may be mixed.
/// </summary>
/// <param name="trust">Whose signatures count.</param>
internal sealed class ChainVerifier(CheckpointTrust trust)
{
    /// <summary>The most findings that are kept.</summary>
    public const int MaximumFindings = 1000;

    private readonly Dictionary<string, ReplicaChain> _chains = new(StringComparer.Ordinal);
    private readonly List<ChainFinding> _findings = [];
    private readonly List<ChainFinding> _notes = [];
    private ChainFinding? _unreadable;
    private long _records;
    private long _found;

    /// <summary>Takes the next line.</summary>
    /// <param name="file">The file it stands in.</param>
    /// <param name="number">Its number there.</param>
    /// <param name="line">The line. It is changed.</param>
    public void Add(string file, long number, Span<byte> line)
    {
        Span<byte> head = stackalloc byte[SHA256.HashSizeInBytes];
        if (!AuditLine.TryOpen(line, out var record, head) || AuditLine.HeaderOf(record) is not { } header)
        {
            Settle(explained: false);
            _unreadable = new ChainFinding(file, number, ChainFindings.Unreadable, "the line is not a record with a hash");
            return;
        }
        // A process that was killed, or a disk that was full, leaves a piece of a line, and then says so.
        Settle(explained: header.Type is AuditTypes.Start or AuditTypes.Gap);
        var place = new ChainFinding(file, number, "", "");
        if (header.Version != AuditLine.Version) Found(place, ChainFindings.Unreadable, $"the record has version {header.Version}, and this program knows version {AuditLine.Version}");
        Follow(place, header, record, head);
    }

    /// <summary>What it came to.</summary>
    public ChainResult Finish()
    {
        Settle(explained: false);
        foreach (var (replica, chain) in _chains)
        {
            var open = (chain.Link?.Next ?? 0) - 1 - chain.SignedUpTo;
            if (chain.SignedUpTo < 0 && trust.IsGiven) Found(new ChainFinding("", 0, "", ""), ChainFindings.Signature, $"replica `{replica}` has no checkpoint that is signed by whom you trust");
            else if (open > 0) Note(new ChainFinding("", 0, "", ""), $"the last {open} records of replica `{replica}` are behind its last signed checkpoint: nothing vouches for them yet");
        }
        return new ChainResult(_records, [.. _chains.Values.Select(static c => c.Summary()).OrderBy(static c => c.Replica, StringComparer.Ordinal)], _findings, _found, _notes);
    }

    private void Follow(ChainFinding place, AuditHeader header, ReadOnlySpan<byte> record, ReadOnlySpan<byte> head)
    {
        _records++;
        if (!_chains.TryGetValue(header.Replica, out var chain)) _chains[header.Replica] = chain = new ReplicaChain(header.Replica) { First = header.Sequence };
        chain.Records++;
        var begins = header is { Sequence: 0, Type: AuditTypes.Start };
        if (begins && chain.Link is { } ended) Restart(place, chain, header, ended);
        if (chain.Link is null) Begin(place, chain, header, record, head);
        else Check(place, chain.Link, header, record, head);
        if (header.Type is AuditTypes.Checkpoint or AuditTypes.Stop) Checkpoint(place, chain, header, record);
        chain.Stopped = header.Type == AuditTypes.Stop;
        if (chain.Link is null || header.Sequence >= chain.Link.Next) chain.MoveTo(header.Sequence, head);
    }

    private void Restart(ChainFinding place, ReplicaChain chain, AuditHeader header, AuditLink ended)
    {
        if (chain.Stopped) Note(place, $"replica `{header.Replica}` begins a new chain behind the orderly end of the one before");
        else Found(place, ChainFindings.Restarted, $"replica `{header.Replica}` begins a new chain, and the one before breaks off behind record {ended.Next - 1}: the engine was killed, or records at its end were removed");
        chain.Link = null;
    }

    private void Begin(ChainFinding place, ReplicaChain chain, AuditHeader header, ReadOnlySpan<byte> record, ReadOnlySpan<byte> head)
    {
        if (header.Sequence == 0)
        {
            Check(place, AuditLink.Beginning, header, record, head);
            return;
        }
        chain.First = header.Sequence;
        Note(place, $"replica `{header.Replica}` begins here with record {header.Sequence}: those before it are not in these files, and nothing vouches for what this one says");
    }

    private void Check(ChainFinding place, AuditLink link, AuditHeader header, ReadOnlySpan<byte> record, ReadOnlySpan<byte> head)
    {
        if (header.Sequence > link.Next)
        {
            var missing = header.Sequence - link.Next;
            Found(place, ChainFindings.Removed, missing == 1 ? $"record {link.Next} is missing before this one" : $"records {link.Next} to {header.Sequence - 1} are missing before this one");
        }
        else if (header.Sequence < link.Next)
        {
            Found(place, ChainFindings.Reordered, $"record {header.Sequence} stands behind record {link.Next - 1}");
        }
        else if (!link.After(record).Head.AsSpan().SequenceEqual(head))
        {
            Found(place, ChainFindings.Changed, $"record {header.Sequence}, or the one before it, was changed: its hash does not fit");
        }
    }

    private void Checkpoint(ChainFinding place, ReplicaChain chain, AuditHeader header, ReadOnlySpan<byte> record)
    {
        if (SignedCheckpoint.Read(header, record) is not { } checkpoint)
        {
            Found(place, ChainFindings.Signature, "the checkpoint cannot be read");
            return;
        }
        if (chain.Link is { } link && header.Sequence == link.Next && checkpoint.Previous != link.HeadText)
        {
            Found(place, ChainFindings.Signature, $"the checkpoint is not that of the record before it: what stands between record {chain.SignedUpTo} and it was rewritten");
        }
        else if (trust.Problem(checkpoint, out var signer) is { } problem)
        {
            Found(place, ChainFindings.Signature, $"the checkpoint {problem}; up to record {chain.SignedUpTo} all is signed");
        }
        else if (checkpoint.IsSigned)
        {
            chain.Signed(header.Sequence, signer);
        }
    }

    private void Settle(bool explained)
    {
        if (_unreadable is not { } unreadable) return;
        _unreadable = null;
        if (explained) Note(unreadable, "a piece of a line, left by a write that was truncated");
        else Found(unreadable, unreadable.Kind, unreadable.Message);
    }

    private void Found(ChainFinding place, string kind, string message)
    {
        _found++;
        if (_findings.Count < MaximumFindings) _findings.Add(place with { Kind = kind, Message = message });
    }

    private void Note(ChainFinding place, string message)
    {
        if (_notes.Count < MaximumFindings) _notes.Add(place with { Kind = "note", Message = message });
    }
}
