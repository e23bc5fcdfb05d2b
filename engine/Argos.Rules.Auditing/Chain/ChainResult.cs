namespace Argos.Rules.Auditing.Chain;

/// <summary>What a verification came to.</summary>
/// <param name="Records">How many records were read.</param>
/// <param name="Replicas">The chains, one for each replica.</param>
/// <param name="Findings">What is wrong; the first of very many.</param>
/// <param name="FindingsInAll">How much is wrong.</param>
/// <param name="Notes">What is not wrong, but should be known.</param>
internal sealed record ChainResult(
    long Records, IReadOnlyList<ChainSummary> Replicas, IReadOnlyList<ChainFinding> Findings, long FindingsInAll, IReadOnlyList<ChainFinding> Notes);
