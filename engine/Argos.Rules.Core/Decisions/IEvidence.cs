using System.Collections.Immutable;
using Argos.Rules.Contracts.Decisions;

namespace Argos.Rules.Core.Decisions;

/// <summary>Which pods and tokens the policies looked at.</summary>
internal interface IEvidence
{
    ImmutableArray<PodReference> Pods { get; }

    ImmutableArray<TokenReference> Tokens { get; }
}
