using System.Collections.Immutable;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Cli.Playground.Running;

/// <summary>How the policy came to what it says in one case, and the case as a confirmation of its own.</summary>
/// <param name="Problem">Why there is no such case, in words.</param>
internal sealed record CaseResponse(string? Problem = null)
{
    /// <summary>What is wrong with the policy or its tests.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; init; } = [];

    public Decision? Decision { get; init; }

    /// <summary>Every condition and call, in the order in which they were reached.</summary>
    public ImmutableArray<PolicyTrace> Trace { get; init; } = [];

    /// <summary>The confirmation, as ZTS would send it: JSON.</summary>
    public string Input { get; init; } = "";

    /// <summary>The data of the case, but for the settings: JSON.</summary>
    public string Data { get; init; } = "";

    /// <summary>The settings of the confirmation's provider: JSON.</summary>
    public string Settings { get; init; } = "";

    public string Operation { get; init; } = "register";

    public DateTimeOffset Now { get; init; }
}
