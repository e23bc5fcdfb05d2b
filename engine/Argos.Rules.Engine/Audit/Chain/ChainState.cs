using Argos.Rules.Contracts.Auditing;

namespace Argos.Rules.Engine.Audit.Chain;

/// <summary>How far the chain is written. Immutable, so that a batch that cannot be written leaves it as it was.</summary>
/// <param name="Link">The place; <see langword="null"/> before the first record of this start.</param>
/// <param name="Unsigned">How many records there are since the last checkpoint.</param>
/// <param name="SignedAt">When the first of them was written, on the clock's own count.</param>
internal sealed record ChainState(AuditLink? Link, long Unsigned, long SignedAt);
