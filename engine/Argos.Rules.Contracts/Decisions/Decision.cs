using System.Collections.Immutable;

namespace Argos.Rules.Contracts.Decisions;

/// <summary>A decision, with what led to it.</summary>
public sealed record Decision
{
    /// <summary>Names this decision in the answer to ZTS, the audit log and traces.</summary>
    public required string Id { get; init; }

    /// <summary>Yes, no, or cannot tell.</summary>
    public required DecisionOutcome Outcome { get; init; }

    /// <summary>The reason codes, sorted, each once; empty when allowed.</summary>
    public ImmutableArray<string> Codes { get; init; } = [];

    /// <summary>Why the engine refused before any policy was asked, for the audit log only; <see langword="null"/> otherwise.</summary>
    public string? Detail { get; init; }

    /// <summary>The directives for ZTS, combined from all allowing policies; empty unless allowed.</summary>
    public ImmutableSortedDictionary<string, string> Attributes { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>What each matching policy said, in order of policy id; shadow policies are among them in dry runs only.</summary>
    public ImmutableArray<PolicyResult> Policies { get; init; } = [];

    /// <summary>The facts that policies asked for, in the order of kind and subject; the first few when they are many.</summary>
    public ImmutableArray<FactUse> Facts { get; init; } = [];

    /// <summary>The pods that the policies looked at, each once, in the order in which they did; the first few when they are many.</summary>
    public ImmutableArray<PodReference> Pods { get; init; } = [];

    /// <summary>The tokens that the policies verified, likewise.</summary>
    public ImmutableArray<TokenReference> Tokens { get; init; } = [];

    /// <summary>The provider's settings document; <see langword="null"/> when no policy was asked.</summary>
    public DocumentReference? Settings { get; init; }

    /// <summary>The documents that the policies read, in the order in which they did; the first few when they are many.</summary>
    public ImmutableArray<DocumentReference> Documents { get; init; } = [];

    /// <summary>The digest of all policies in force; <see langword="null"/> when no policy was asked.</summary>
    public string? PolicySetDigest { get; init; }

    /// <summary>The digest of all replicated data, likewise.</summary>
    public string? DataDigest { get; init; }

    /// <summary>What it read, where that is recorded. It does not cross the wire.</summary>
    internal IDecisionEvidence? Evidence { get; init; }

    /// <summary>The revision of the snapshot (policies and data) that was used.</summary>
    public long Revision { get; init; }
}
