namespace Argos.Rules.Engine.Decisions;

/// <summary>The words for what one policy said.</summary>
internal static class PolicyOutcomes
{
    public const string Allow = "allow";

    public const string Deny = "deny";

    public const string Wait = "wait";

    /// <summary>It threw, took too long or returned what makes no sense. Denies.</summary>
    public const string Failed = "failed";

    /// <summary>The engine could not run it to its end, whatever it would have said. Then it cannot be told.</summary>
    public const string Interrupted = "interrupted";
}
