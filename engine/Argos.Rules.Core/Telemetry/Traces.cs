using System.Diagnostics;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Hosting.Diagnostics;
using Argos.Rules.Sandbox.Redaction;
using Microsoft.AspNetCore.Http;

namespace Argos.Rules.Core.Telemetry;

/// <summary>
/// Every span of the engine; their names and attributes stand only here. They have what the audit log has, and nothing secret: neither attestation data nor
/// an address that was asked. Without somebody who listens they cost nothing.
/// </summary>
internal static class Traces
{
    /// <summary>The name of the source, as of the meter.</summary>
    public const string Source = "argos";

    private const int MaximumName = 512;

    private static readonly ActivitySource Spans = new(Source, ProductInfo.Version);

    /// <summary>Begins the span of a decision, below the caller's when it sent one (W3C Trace Context, <c>traceparent</c>).</summary>
    /// <param name="request">The request.</param>
    /// <param name="operation">Register or refresh; <see langword="null"/> when the body says it.</param>
    public static Activity? Decision(HttpRequest request, InstanceOperation? operation)
    {
        if (!Spans.HasListeners()) return null;
        var known = ActivityContext.TryParse(request.Headers.TraceParent, request.Headers.TraceState, isRemote: true, out var parent);
        return Spans.StartActivity(operation is { } named ? Name(named) : "decide", ActivityKind.Server, known ? parent : default);
    }

    /// <summary>Begins the span of a question for a fact.</summary>
    public static Activity? Fact(string kind) => Spans.StartActivity("fact " + kind, ActivityKind.Client);

    /// <summary>Says in the current span what was decided.</summary>
    public static void Decided(Decision decision, InstanceOperation operation, InstanceConfirmation? confirmation)
    {
        if (Activity.Current is not { IsAllDataRequested: true } span || span.Source != Spans) return;
        span.SetTag("argos.decision.id", decision.Id);
        span.SetTag("argos.operation", Name(operation));
        span.SetTag("argos.outcome", decision.Outcome.ToString().ToLowerInvariant());
        span.SetTag("argos.codes", decision.Codes.ToArray());
        span.SetTag("argos.revision", decision.Revision);
        span.SetTag("argos.provider", ShownText.CutOrNull(confirmation?.Provider, MaximumName));
        span.SetTag("argos.domain", ShownText.CutOrNull(confirmation?.Domain, MaximumName));
        span.SetTag("argos.service", ShownText.CutOrNull(confirmation?.Service, MaximumName));
        foreach (var policy in decision.Policies) span.AddEvent(Of(policy));
        // A no is an answer; not to know is a failure.
        if (decision.Outcome == DecisionOutcome.Undecided) span.SetStatus(ActivityStatusCode.Error, string.Join(", ", decision.Codes));
    }

    /// <summary>Says in the current span that there was nothing to decide.</summary>
    public static void Malformed(string decisionId, int status)
    {
        if (Activity.Current is not { } span || span.Source != Spans) return;
        span.SetTag("argos.decision.id", decisionId);
        span.SetTag("http.response.status_code", status);
        span.SetTag("argos.outcome", "malformed");
    }

    /// <summary>Says in a span how a question for a fact ended.</summary>
    public static void Answered(Activity? span, string outcome, bool known)
    {
        span?.SetTag("argos.fact.outcome", outcome);
        if (!known) span?.SetStatus(ActivityStatusCode.Error, outcome);
    }

    private static ActivityEvent Of(PolicyResult policy) => new("policy", tags: new ActivityTagsCollection
    {
        ["argos.policy"] = policy.Policy,
        ["argos.policy.hash"] = policy.Hash,
        ["argos.policy.outcome"] = policy.Outcome,
        ["argos.policy.enforced"] = policy.Enforced,
        ["argos.policy.code"] = policy.Code,
        ["argos.policy.microseconds"] = policy.ElapsedMicroseconds,
    });

    private static string Name(InstanceOperation operation) => operation == InstanceOperation.Register ? "register" : "refresh";
}
