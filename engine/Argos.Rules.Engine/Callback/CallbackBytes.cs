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
    /// <param name="body">The length of its body in bytes.</param>
    /// <param name="domain">The domain of the identity that it asks for; empty when it names none.</param>
    public IDisposable? TryTake(int body, string domain) =>
        _bytes.TryTake((Factor * (long)body) + Overhead, new FairShare(Party.Domain(domain), options.BytesDomainSharePercent / 100.0));
}
