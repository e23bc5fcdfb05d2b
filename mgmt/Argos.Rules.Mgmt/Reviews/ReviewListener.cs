namespace Argos.Rules.Mgmt.Reviews;

/// <summary>Marks connections to the listener of token reviews: they are served nowhere else.</summary>
internal sealed class ReviewListener
{
    public static ReviewListener Instance { get; } = new();
}
