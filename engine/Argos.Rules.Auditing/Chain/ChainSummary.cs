namespace Argos.Rules.Auditing.Chain;

/// <summary>What a verification came to for one replica.</summary>
/// <param name="Replica">The replica.</param>
/// <param name="Records">How many records it has.</param>
/// <param name="First">The number of the first.</param>
/// <param name="Last">The number of the last.</param>
/// <param name="Checkpoints">How many checkpoints are signed by whom one trusts; without trust given, signed at all.</param>
/// <param name="SignedUpTo">The number of the last such checkpoint; -1 when there is none.</param>
/// <param name="Signers">Who signed.</param>
internal sealed record ChainSummary(string Replica, long Records, long First, long Last, long Checkpoints, long SignedUpTo, IReadOnlyList<string> Signers);
