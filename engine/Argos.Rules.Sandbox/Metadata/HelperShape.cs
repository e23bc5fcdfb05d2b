namespace Argos.Rules.Sandbox.Metadata;

/// <summary>What a helper of the compiler for inline arrays takes and gives.</summary>
/// <param name="HasNumber">Whether it takes an index or a length.</param>
/// <param name="IsSpan">Whether it gives all places, or the address of one.</param>
internal sealed record HelperShape(bool HasNumber, bool IsSpan);
