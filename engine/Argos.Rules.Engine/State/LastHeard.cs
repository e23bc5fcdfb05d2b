using System.Collections.Immutable;
using Argos.Rules.Core.Sync;

namespace Argos.Rules.Engine.State;

/// <summary>When the sources were heard last, and which set they agreed to.</summary>
/// <param name="Set">The seal of the set.</param>
/// <param name="At">When this was written down.</param>
/// <param name="Sources">The sources then.</param>
internal sealed record LastHeard(string Set, DateTimeOffset At, ImmutableArray<HeardSource> Sources)
{
    /// <summary>How far the clock may have been set back since.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    /// <summary>The sources as they are now; <see langword="null"/> when the clock cannot tell how long ago that was.</summary>
    public ImmutableArray<HeardSource>? By(DateTimeOffset now)
    {
        var passed = now - At;
        if (passed < -Skew) return null;
        if (passed < TimeSpan.Zero) passed = TimeSpan.Zero;
        return [.. Sources.Select(source => source with { AcceptedSeconds = source.AcceptedSeconds + passed.TotalSeconds, CompleteSeconds = source.CompleteSeconds + passed.TotalSeconds })];
    }
}

/// <summary>A source as it was known.</summary>
/// <param name="State">What is known of it, without its moments: a monotonic clock begins again.</param>
/// <param name="AcceptedSeconds">How long ago its last declaration was accepted.</param>
/// <param name="CompleteSeconds">How long ago its set was complete.</param>
internal sealed record HeardSource(SourceState State, double? AcceptedSeconds, double? CompleteSeconds);
