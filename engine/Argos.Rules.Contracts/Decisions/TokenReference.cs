namespace Argos.Rules.Contracts.Decisions;

/// <summary>A token that a policy verified: what names it, nothing that could be used.</summary>
/// <param name="KeyId">The header's <c>kid</c>.</param>
/// <param name="Id">The claim <c>jti</c> (RFC 7519, 4.1.7); <see langword="null"/> when it has none or is not valid.</param>
/// <param name="Valid">Whether everything held that the policy asked for.</param>
public sealed record TokenReference(string? KeyId, string? Id, bool Valid);
