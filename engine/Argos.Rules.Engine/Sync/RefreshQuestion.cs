using System.Collections.Immutable;

namespace Argos.Rules.Engine.Sync;

/// <summary>What a source is asked to fetch.</summary>
/// <param name="Number">Grows with each question, to whichever source.</param>
/// <param name="Paths">The paths.</param>
internal sealed record RefreshQuestion(long Number, ImmutableArray<string> Paths)
{
    /// <summary>Nothing is asked for.</summary>
    public static RefreshQuestion None { get; } = new(0, []);
}
