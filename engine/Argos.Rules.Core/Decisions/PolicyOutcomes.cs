namespace Argos.Rules.Core.Decisions;

/// <summary>The words for what one policy said.</summary>
internal static class PolicyOutcomes
{
    public const string Allow = "allow";

    public const string Deny = "deny";

    public const string Wait = "wait";

    /// <summary>It threw, took too long or returned what makes no sense. Denies.</summary>
    public const string Failed = "failed";
}
