namespace Argos.Rules.Engine.Declarations;

/// <summary>What is wrong with the value of a setting.</summary>
/// <param name="Words">The end of a sentence that begins with the setting.</param>
internal sealed record ValueProblem(string Words)
{
    /// <summary>The member of an object that is wrong.</summary>
    public string? Member { get; init; }

    /// <summary>The known name that an unknown member may have been meant to be.</summary>
    public string? Nearest { get; init; }
}
