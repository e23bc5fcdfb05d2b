using System.Collections.Immutable;

namespace Argos.Rules.Contracts.Management;

/// <summary><c>GET /v1/shadow</c>: what the policies in shadow mode would have said, beside what was decided.</summary>
public sealed record ShadowReport
{
    /// <summary>This start of the engine; counts begin with it.</summary>
    public required string EngineId { get; init; }

    /// <summary>The policies in shadow mode that were evaluated, in order of id.</summary>
    public ImmutableArray<ShadowPolicyReport> Policies { get; init; } = [];
}

/// <summary>What one policy in shadow mode would have said.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Hash">SHA-256 of its text; the counts are of this text.</param>
/// <param name="Evaluated">How many decisions it was evaluated beside.</param>
/// <param name="Agreed">How often it said what was decided.</param>
/// <param name="Differences">How often not, by kind: what was decided, and what it said, such as <c>allowed-deny</c>.</param>
/// <param name="Latest">The latest of these, the youngest first.</param>
public sealed record ShadowPolicyReport(
    string Id, string Hash, long Evaluated, long Agreed, ImmutableSortedDictionary<string, long> Differences, ImmutableArray<ShadowDifference> Latest);

/// <summary>A decision that a policy in shadow mode disagrees with.</summary>
/// <param name="Decision">The decision's id.</param>
/// <param name="At">When.</param>
/// <param name="Kind">What was decided, and what the policy said.</param>
/// <param name="Identity">For which identity.</param>
/// <param name="InstanceId">For which instance.</param>
/// <param name="Code">The policy's reason code.</param>
/// <param name="Detail">What it found.</param>
public sealed record ShadowDifference(string Decision, DateTimeOffset At, string Kind, string Identity, string InstanceId, string? Code, string? Detail);
