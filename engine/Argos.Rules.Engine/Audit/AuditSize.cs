using Argos.Rules.Contracts.Decisions;

namespace Argos.Rules.Engine.Audit;

/// <summary>About how much memory a record takes while it waits: its texts, and what holds them. Ids and hashes of policies belong to the policies.</summary>
internal static class AuditSize
{
    private const int Record = 512;
    private const int Item = 192;

    public static long Of(AuditRecord record)
    {
        var size = Record + Text(record.DecisionId) + Text(record.Caller) + Text(record.Problem) + Text(record.Provider) + Text(record.Domain) + Text(record.Service)
            + Text(record.InstanceId) + Text(record.Attestation?.Sha256) + Text(record.Attestation?.KeyId);
        return record.Decision is { } decision ? size + Of(decision) : size;
    }

    private static long Of(Decision decision)
    {
        var size = Text(decision.Detail);
        if (!decision.Codes.IsDefault) foreach (var code in decision.Codes) size += Text(code);
        foreach (var (name, value) in decision.Attributes) size += Item + Text(name) + Text(value);
        foreach (var policy in decision.Policies) size += Item + Text(policy.Code) + Text(policy.Detail) + Text(policy.WaitsFor) + Text(policy.WaitsForFact) + Attributes(policy);
        foreach (var fact in decision.Facts) size += Item + Text(fact.Kind) + Text(fact.Subject) + Text(fact.State) + Text(fact.Problem);
        foreach (var pod in decision.Pods) size += Item + Text(pod.Namespace) + Text(pod.Name) + Text(pod.Uid) + Text(pod.ResourceVersion);
        foreach (var token in decision.Tokens) size += Item + Text(token.KeyId) + Text(token.Id);
        return size;
    }

    private static long Attributes(PolicyResult policy) => policy.Attributes?.Sum(static a => Item + Text(a.Key) + Text(a.Value)) ?? 0;

    private static long Text(string? text) => 2L * (text?.Length ?? 0);
}
