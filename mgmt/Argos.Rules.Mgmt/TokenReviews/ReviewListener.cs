namespace Argos.Rules.Mgmt.TokenReviews;

/// <summary>Marks connections to the listener of token reviews: they are served nowhere else.</summary>
internal sealed class ReviewListener
{
    public static ReviewListener Instance { get; } = new();
}
