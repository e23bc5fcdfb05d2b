using System.Collections.Immutable;
using Argos.Rules.Contracts.Decisions;

namespace Argos.Rules.Core.Decisions;

/// <summary>What policies looked at elsewhere.</summary>
internal sealed record GivenEvidence(ImmutableArray<PodReference> Pods, ImmutableArray<TokenReference> Tokens) : IEvidence;
