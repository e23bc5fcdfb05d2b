using System.Collections.Immutable;
using Argos.Rules.Contracts.Decisions;

namespace Argos.Rules.Contracts.Management;

/// <summary>How much of what a policy did is reported: the values of <c>explain</c>.</summary>
public static class ExplainModes
{
    /// <summary>Nothing; the default.</summary>
    public const string Off = "off";

    /// <summary>Only what led to a refusal or a wait: the conditions of the <c>return</c>, and what made the values in them. Nothing for a policy that allowed.</summary>
    public const string Fails = "fails";

    /// <summary>Everything that was reached.</summary>
    public const string Full = "full";
}

/// <summary>How a decision came about.</summary>
/// <param name="Summary">In words: which policies applied and what they said, or that none applies to the provider and which are loaded.</param>
/// <param name="Policies">The traces of the policies that applied, in order of policy id.</param>
public sealed record Explanation(string Summary, ImmutableArray<PolicyTrace> Policies);
