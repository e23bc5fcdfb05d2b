using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Core.Policies.Providers;
using Argos.Rules.Sandbox.Metering;

namespace Argos.Rules.Core.Trials;

/// <summary>What policies of a trial may use; told with each request, because the process has no configuration.</summary>
/// <param name="Policy">Each of them.</param>
/// <param name="Evaluation">All of one evaluation.</param>
internal sealed record TrialBudget(Budget Policy, EvaluationBudget Evaluation);

/// <summary>One policy of a trial. Its images are asked for by their hashes.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Hash">The hash of its text.</param>
/// <param name="Shadow">Whether it does not count.</param>
/// <param name="Image">The hash of its image.</param>
/// <param name="Traced">The hash of its traced image; <see langword="null"/> when it cannot be traced, or is not to be.</param>
/// <param name="TraceProblem">Why it cannot be traced.</param>
internal sealed record TrialPolicy(string Id, string Hash, bool Shadow, string Image, string? Traced = null, string? TraceProblem = null)
{
    /// <summary>Why it refuses without being run; the engine has compared the settings.</summary>
    public SettingsProblem? Refusal { get; init; }

    /// <summary>What settings read as that the document leaves out.</summary>
    public ImmutableDictionary<string, JsonElement> Defaults { get; init; } = ImmutableDictionary<string, JsonElement>.Empty;
}

/// <summary>Asks for an evaluation.</summary>
internal sealed record EvaluationRequest(
    TrialBudget Budget,
    ImmutableArray<TrialPolicy> Policies,
    string Provider,
    string Domain,
    string Service,
    string? AttestationData,
    ImmutableDictionary<string, string> Attributes,
    InstanceOperation Operation,
    DateTimeOffset Now,
    string Explain);

/// <summary>The answer.</summary>
internal sealed record EvaluationResponse(
    ImmutableArray<PolicyResult> Results,
    ImmutableArray<PodReference> Pods,
    ImmutableArray<TokenReference> Tokens,
    ImmutableArray<FactUse> Facts,
    ImmutableArray<PolicyTrace> Traces,
    ImmutableArray<string> Exhausted,
    bool IsLast)
{
    /// <summary>Whether nothing is missing in it that the types promise.</summary>
    [JsonIgnore]
    public bool IsWhole => Whole.Is(Results) && Whole.Is(Pods) && Whole.Is(Tokens) && Whole.Is(Facts) && Whole.Is(Traces) && Whole.Is(Exhausted);
}

/// <summary>Asks whether a candidate may be put into force. Its text says to which providers it applies and which settings it reads.</summary>
internal sealed record AdmissionRequest(TrialBudget Budget, TrialPolicy Policy, string Source, string? Tests, string File, TimeSpan TestLimit);

/// <summary>The answer: what is wrong.</summary>
internal sealed record AdmissionResponse(ImmutableArray<Diagnostic> Diagnostics, bool IsLast)
{
    /// <summary>Whether nothing is missing in it that the types promise.</summary>
    [JsonIgnore]
    public bool IsWhole => Whole.Is(Diagnostics);
}

/// <summary>What the trial process wants to know.</summary>
internal enum TrialAskKind
{
    Image,
    Data,
    Pod,
    Fact,
    Renewal,
}

/// <summary>A question of the trial process.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Key">The hash of an image, the path of a value, the namespace of a pod, or the kind of a fact.</param>
/// <param name="Parts">The name of a pod, or what belongs to a fact.</param>
internal sealed record TrialAsk(TrialAskKind Kind, string Key, ImmutableArray<string> Parts);

/// <summary>JSON can put nothing where a type promises something; a list of it is not believed.</summary>
file static class Whole
{
    public static bool Is<T>(ImmutableArray<T> items) where T : class => !items.IsDefault && !items.Any(static item => item is null);
}

/// <summary>What is known of a fact.</summary>
internal sealed record TrialFact(Language.Facts.FactState State, JsonElement? Value, string? Problem);
