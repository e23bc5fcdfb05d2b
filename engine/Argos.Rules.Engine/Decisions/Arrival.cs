namespace Argos.Rules.Engine.Decisions;

/// <summary>What ended a wait.</summary>
/// <param name="IsGivenUp">Nothing: the time is over, or the caller has gone.</param>
/// <param name="AbsentKey">The key whose origin says that there is nothing; <see langword="null"/> when something has changed.</param>
internal readonly record struct Arrival(bool IsGivenUp, string? AbsentKey)
{
    /// <summary>What was waited for may have changed.</summary>
    public static Arrival Changed => default;

    /// <summary>Nothing arrived.</summary>
    public static Arrival GivenUp { get; } = new(true, null);
}
