using Argos.Rules.Core.Limits;

namespace Argos.Rules.Engine.Callback;

/// <summary>The memory of callbacks in work: bounded, and shared among domains.</summary>
internal sealed class CallbackBytes(CallbackOptions options, TimeProvider time)
{
    /// <summary>What a callback holds for each byte of its body: the text in UTF-16, the names split and parsed, the attestation parsed.</summary>
    private const int Factor = 8;

    /// <summary>What it holds besides: connection, buffers, the evaluation.</summary>
    private const int Overhead = 16 * 1024;

    private readonly FairLimiter _bytes = new(options.MaximumBytesInWork, null, time);

    /// <summary>How much is in use.</summary>
    public long InUse => _bytes.InUse;

    /// <summary>Takes what a callback needs until it is answered; <see langword="null"/> when there is not so much now.</summary>
    public IDisposable? TryTake(ReadResult read) =>
        _bytes.TryTake((Factor * (long)read.Bytes) + Overhead, new FairShare(Party.Domain(read.Confirmation!.Domain), options.BytesDomainSharePercent / 100.0));
}
