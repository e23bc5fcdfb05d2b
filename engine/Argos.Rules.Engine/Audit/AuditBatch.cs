using System.Buffers;
using Argos.Rules.Engine.Audit.Chain;

namespace Argos.Rules.Engine.Audit;

/// <summary>
/// Gathers lines until they are written, all or none. The first record of a start, reports of what was lost, and checkpoints come in between by
/// themselves. Used by one thread.
/// </summary>
internal sealed class AuditBatch : IDisposable
{
    /// <summary>How many bytes are gathered before they should be written.</summary>
    public const int Bytes = 32 * 1024;

    private readonly AuditLines _lines;
    private readonly IAuditSigner _signer;
    private readonly AuditOptions _options;
    private readonly TimeProvider _time;
    private readonly ArrayBufferWriter<byte> _text = new(2 * Bytes);
    private ChainState _written;
    private ChainState _state;
    private long _unreported;
    private long _reported;

    public AuditBatch(AuditLines lines, IAuditSigner signer, AuditOptions options, TimeProvider time)
    {
        (_lines, _signer, _options, _time) = (lines, signer, options, time);
        _written = _state = new ChainState(null, 0, time.GetTimestamp());
    }

    public ReadOnlySpan<byte> Text => _text.WrittenSpan;

    /// <summary>How many records are gathered, without those that the chain itself needs.</summary>
    public int Count { get; private set; }

    public bool IsFull => _text.WrittenCount >= Bytes;

    /// <summary>How long until a checkpoint is due; infinite while all is signed.</summary>
    public TimeSpan UntilCheckpoint
    {
        get
        {
            if (_state.Unsigned == 0) return Timeout.InfiniteTimeSpan;
            var left = TimeSpan.FromSeconds(_options.CheckpointSeconds) - _time.GetElapsedTime(_state.SignedAt);
            return left < TimeSpan.Zero ? TimeSpan.Zero : left;
        }
    }

    /// <summary>Adds a record.</summary>
    /// <param name="entry">The record.</param>
    /// <param name="lost">How many were lost before it.</param>
    public void Add(AuditEntry entry, long lost)
    {
        _unreported += lost;
        Begin();
        Report();
        Write(entry);
        Count++;
        if (_state.Unsigned >= _options.CheckpointRecords) Checkpoint(last: false);
    }

    /// <summary>Adds what is lost and a checkpoint, where there is something to report or to sign.</summary>
    /// <param name="lost">How many records were lost.</param>
    /// <param name="last">Whether the engine ends after it.</param>
    public void Close(long lost, bool last)
    {
        _unreported += lost;
        Begin();
        Report();
        if (last || _state.Unsigned > 0) Checkpoint(last);
    }

    /// <summary>Begins the chain of this start, where an earlier one has left it.</summary>
    public void Begin()
    {
        if (_state.Link is not null) return;
        var link = AuditTail.Find(_options.File, _lines.Origin.Replica);
        _state = _state with { Link = link };
        Write(new StartRecord(link) { Time = _time.GetUtcNow() });
    }

    /// <summary>The lines are written.</summary>
    public void Committed()
    {
        (_written, _reported) = (_state, 0);
        Clear();
    }

    /// <summary>The lines are not written: the chain goes on where it was.</summary>
    public void Abandon()
    {
        _state = _written;
        (_unreported, _reported) = (_unreported + _reported, 0);
        Clear();
    }

    public void Dispose() => _lines.Dispose();

    private void Report()
    {
        if (_unreported == 0) return;
        Write(new GapRecord(_unreported) { Time = _time.GetUtcNow() });
        (_unreported, _reported) = (0, _reported + _unreported);
    }

    private void Checkpoint(bool last)
    {
        Write(CheckpointRecord.At(_lines.Origin, _state.Link!, _time.GetUtcNow(), _signer, last));
        _state = _state with { Unsigned = 0, SignedAt = _time.GetTimestamp() };
    }

    private void Write(AuditEntry entry)
    {
        var link = _lines.Write(_text, entry, _state.Link!);
        // The time of the first record that is not signed counts, not that of the last checkpoint.
        _state = _state with { Link = link, Unsigned = _state.Unsigned + 1, SignedAt = _state.Unsigned == 0 ? _time.GetTimestamp() : _state.SignedAt };
    }

    private void Clear()
    {
        _text.ResetWrittenCount();
        Count = 0;
    }
}
