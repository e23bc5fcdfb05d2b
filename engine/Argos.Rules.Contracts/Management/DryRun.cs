using System.Collections.Immutable;
using System.Text.Json;
using Argos.Rules.Contracts.Decisions;

namespace Argos.Rules.Contracts.Management;

/// <summary><c>POST /v1/dryrun</c>: what would be decided. Nothing is stored.</summary>
/// <remarks>The generated JSON reader sets an init-only member that is missing to <see langword="null"/>, whatever its initial value: the members with a default take it for that.</remarks>
public sealed record DryRunRequest
{
    /// <summary>The confirmation, as ZTS would send it.</summary>
    public required JsonElement Input { get; init; }

    /// <summary><c>register</c> (default) or <c>refresh</c>.</summary>
    public string Operation { get; init => field = value ?? "register"; } = "register";

    /// <summary>The time of the decision; the current time when left out.</summary>
    public DateTimeOffset? Now { get; init; }

    /// <summary>Candidate policies by id: laid over the live ones. A <see langword="null"/> source removes a live policy.</summary>
    public ImmutableSortedDictionary<string, string?>? Policies { get; init; }

    /// <summary>Whether the candidates and the data replace the live set instead of being laid over it.</summary>
    public bool Only { get; init; }

    /// <summary>Values laid over the live data, by path between slashes. JSON <c>null</c> removes.</summary>
    public ImmutableSortedDictionary<string, JsonElement>? Data { get; init; }

    /// <summary>
    /// Facts by value, by kind: what the network would have said. Without <see cref="LiveFacts"/> nothing is fetched in a dry run; a fact that is not given stays
    /// pending. In the place of a value <c>{"error": "..."}</c> stands for a source that says no, <c>{"unreachable": true}</c> for one that does not answer.
    /// </summary>
    public ImmutableSortedDictionary<string, JsonElement>? Facts { get; init; }

    /// <summary>
    /// Whether facts that are not given are found out as for a decision: from the sources that the engine's configuration allows, within the time that a decision may
    /// wait. Each is logged, and named in <see cref="Decision.Facts"/>.
    /// </summary>
    public bool LiveFacts { get; init; }

    /// <summary>
    /// How much of what the policies did is reported in <see cref="DryRunResponse.Explanation"/> and in the <c>conditions</c>,
    /// <c>calls</c>,
    /// <c>steps</c> and <c>bytes</c> of <see cref="DryRunResponse.Policies"/>: <c>off</c> (default), <c>fails</c>, <c>full</c>; see
    /// <see cref="ExplainModes"/>.
    /// </summary>
    public string Explain { get; init => field = value ?? ExplainModes.Off; } = ExplainModes.Off;
}

/// <summary>The answer to a dry run.</summary>
public sealed record DryRunResponse
{
    /// <summary>The decision with the candidates and the data.</summary>
    public required Decision Decision { get; init; }

    /// <summary>The decision on the same input with the live set.</summary>
    public required Decision Live { get; init; }

    /// <summary>Whether outcome, codes or attributes differ.</summary>
    public required bool Changed { get; init; }

    /// <summary>In words, what the policies said, or that none matches the provider; only when the request asks to explain.</summary>
    public string? Explanation { get; init; }

    /// <summary>What each matching policy said with the candidates and the data; how it came to it when the request asks to explain.</summary>
    public required ImmutableArray<PolicyResult> Policies { get; init; }

    /// <summary>Warnings about the candidates.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>What the policies, candidates among them, say against the settings of the provider.</summary>
    public ImmutableArray<InvalidSetting> InvalidSettings { get; init; } = [];
}
