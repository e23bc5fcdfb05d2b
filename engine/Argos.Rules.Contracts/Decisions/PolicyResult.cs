using System.Collections.Immutable;

namespace Argos.Rules.Contracts.Decisions;

/// <summary>What one policy said to a confirmation.</summary>
public sealed record PolicyResult
{
    /// <summary>The policy's id, for example <c>argos/stock-policies/kubernetes.csx</c>.</summary>
    public required string Policy { get; init; }

    /// <summary>SHA-256 of its source text, lower-case hex.</summary>
    public required string Hash { get; init; }

    /// <summary>SHA-256 of its compiled image, lower-case hex: the same text and build give the same one.</summary>
    public string? Image { get; init; }

    /// <summary><c>allow</c>, <c>deny</c> or <c>wait</c>; <c>failed</c> when it threw, ran out of a budget or out of time, which denies; <c>interrupted</c> when the engine ran out of memory or the like, so that it cannot be told.</summary>
    public required string Outcome { get; init; }

    /// <summary>Whether it takes part in the decision; <see langword="false"/> for a policy in <c>shadow</c> mode.</summary>
    public bool Enforced { get; init; } = true;

    /// <summary>The reason code of a refusal or a wait.</summary>
    public string? Code { get; init; }

    /// <summary>What was found. For the audit log and dry runs, never for ZTS's caller.</summary>
    public string? Detail { get; init; }

    /// <summary>What a waiting policy waits for: a data path.</summary>
    public string? WaitsFor { get; init; }

    /// <summary>What a waiting policy waits for: a fact, as its kind and what it is about.</summary>
    public string? WaitsForFact { get; init; }

    /// <summary>The directives of an allowing policy.</summary>
    public ImmutableSortedDictionary<string, string>? Attributes { get; init; }

    /// <summary>The time its evaluation took, in microseconds.</summary>
    public double ElapsedMicroseconds { get; init; }

    /// <summary>Only when it was asked to explain: the conditions that were reached, with what they came to and what they compared.</summary>
    public ImmutableArray<TracedCondition>? Conditions { get; init; }

    /// <summary>Only when it was asked to explain: the calls of the policy language, with what they gave.</summary>
    public ImmutableArray<TracedCall>? Calls { get; init; }

    /// <summary>Only when it was asked to explain: the steps of its budget that it used.</summary>
    public long? Steps { get; init; }

    /// <summary>Only when it was asked to explain: the bytes of its budget that it used.</summary>
    public long? Bytes { get; init; }

    /// <summary>Only when it was asked to explain: why conditions and calls are not all here.</summary>
    public string? TraceProblem { get; init; }

    /// <summary>The result with how the policy came to it.</summary>
    public PolicyResult With(PolicyTrace trace) =>
        this with { Conditions = trace.Conditions, Calls = trace.Calls, Steps = trace.Steps, Bytes = trace.Bytes, TraceProblem = trace.Problem };
}
