using System.Collections.Immutable;
using System.Text.Json;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Instances;

namespace Argos.Rules.Auditing.Replay;

/// <summary>A decision as it stands in a log, with what it read.</summary>
internal sealed record RecordedDecision
{
    public required string Id { get; init; }

    public required DateTimeOffset Time { get; init; }

    public required string Outcome { get; init; }

    public required InstanceConfirmation Confirmation { get; init; }

    public required InstanceOperation Operation { get; init; }

    /// <summary>What the policies said, in order of id.</summary>
    public required ImmutableArray<RecordedPolicy> Policies { get; init; }

    /// <summary>The answer, as text that two equal answers share.</summary>
    public required string Answer { get; init; }

    /// <summary>The codes and what was granted, for people.</summary>
    public required string Summary { get; init; }

    /// <summary>What it read.</summary>
    public required RecordedWorld World { get; init; }

    public string Identity => $"{Confirmation.Domain}.{Confirmation.Service}";

    /// <summary>Reads one; <see langword="null"/> when the record has not enough for it.</summary>
    /// <param name="record">The record.</param>
    /// <param name="problem">Why not.</param>
    public static RecordedDecision? Read(JsonElement record, out string problem)
    {
        problem = "";
        try
        {
            // Where none was for the provider, there is still what a candidate may be for.
            if (!record.TryGetProperty("policies", out var policies) || (policies.GetArrayLength() == 0 && !Texts(record, "codes").Contains(DecisionCodes.NoPolicyApplies)))
            {
                problem = "no policy was asked";
                return null;
            }
            if (!record.TryGetProperty("evidence", out var evidence))
            {
                problem = "the record has no evidence (`Audit:Evidence`)";
                return null;
            }
            if (evidence.TryGetProperty("incomplete", out var incomplete))
            {
                problem = $"its evidence is incomplete: {incomplete.GetString()}";
                return null;
            }
            return Read(record, policies, evidence);
        }
        catch (Exception wrong) when (wrong is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            problem = "the record is not of a form that this program knows";
            return null;
        }
    }

    private static RecordedDecision Read(JsonElement record, JsonElement policies, JsonElement evidence)
    {
        var provider = Text(record, "provider");
        var attestation = evidence.TryGetProperty("attestation", out var sent) ? sent.GetString() : null;
        var attributes = evidence.GetProperty("attributes").EnumerateObject().ToImmutableDictionary(static a => a.Name, static a => a.Value.GetString()!, StringComparer.Ordinal);
        ImmutableArray<RecordedPolicy> said = [.. policies.EnumerateArray().Select(RecordedPolicy.Read)];
        var (outcome, codes, granted) = (Text(record, "outcome"), Texts(record, "codes"), Members(record, "attributes"));
        return new RecordedDecision
        {
            Id = Text(record, "decision"),
            Time = record.GetProperty("time").GetDateTimeOffset(),
            Outcome = outcome,
            Operation = Text(record, "operation") == "refresh" ? InstanceOperation.Refresh : InstanceOperation.Register,
            Confirmation = new InstanceConfirmation(provider, Text(record, "domain"), Text(record, "service"), attestation, attributes),
            Policies = said,
            Answer = AnswerText.Of(outcome, codes, granted, said),
            Summary = AnswerText.Summary(outcome, codes, granted),
            World = RecordedWorld.Read(provider, evidence),
        };
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static ImmutableArray<string> Texts(JsonElement json, string name) => [.. json.GetProperty(name).EnumerateArray().Select(static t => t.GetString()!)];

    private static ImmutableSortedDictionary<string, string> Members(JsonElement json, string name) =>
        json.GetProperty(name).EnumerateObject().ToImmutableSortedDictionary(static m => m.Name, static m => m.Value.GetString()!, StringComparer.Ordinal);
}
