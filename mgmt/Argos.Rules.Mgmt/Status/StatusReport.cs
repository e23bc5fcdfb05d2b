using System.Collections.Immutable;
using System.Globalization;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Mgmt.Annotations;
using Argos.Rules.Mgmt.Desired;
using Argos.Rules.Mgmt.Sync;
using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Status;

/// <summary>Turns what became of everything into what is said about each ConfigMap.</summary>
internal static class StatusReport
{
    private const int MaximumErrors = 3;
    private const int MaximumMessageLength = 300;

    /// <summary>The status of each ConfigMap of which at least one key is ours.</summary>
    public static ImmutableSortedDictionary<ObjectName, ReplicaStatus> ByMap(SyncReport report)
    {
        var keys = new Dictionary<ItemOrigin, KeyStatus>();
        foreach (var outcome in report.Outcomes)
            if (outcome.Item.Origin is { } origin) keys[origin] = Of(outcome, report.InvalidSettings);
        foreach (var problem in report.Problems) keys[problem.Origin] = Of(problem, report.Outcomes);
        return keys.GroupBy(static key => key.Key.Map).ToImmutableSortedDictionary(static map => map.Key, Of);
    }

    private static ReplicaStatus Of(IEnumerable<KeyValuePair<ItemOrigin, KeyStatus>> map)
    {
        var keys = map.ToImmutableSortedDictionary(static key => key.Key.Key, static key => key.Value, StringComparer.Ordinal);
        return new ReplicaStatus(keys.Values.All(static key => key.State == KeyStates.Active) ? KeyStates.Active : KeyStates.Error, keys);
    }

    private static KeyStatus Of(ItemOutcome outcome, ImmutableArray<InvalidSetting> invalid)
    {
        if (outcome.Errors.IsEmpty)
        {
            var refused = SettingsOf(outcome.Item, invalid);
            return new KeyStatus(refused.IsEmpty ? KeyStates.Active : KeyStates.Refused, Hex(outcome.Item.Hash), Errors: refused.IsEmpty ? null : First(refused));
        }
        return new KeyStatus(outcome.IsMissing ? KeyStates.Missing : KeyStates.Error, Hex(outcome.Item.Hash), Hex(outcome.InForce), First(outcome.Errors));
    }

    // One document may be of one provider or of all.
    private static ImmutableArray<Diagnostic> SettingsOf(DesiredItem item, ImmutableArray<InvalidSetting> invalid) =>
    [
        .. invalid.Where(one => one.Path == item.Id || one.Path.StartsWith(item.Id + "/", StringComparison.Ordinal))
            .Select(one => new Diagnostic(one.Code, $"{one.Message}{(one.Policy is null ? "" : $" (policy `{one.Policy}`)")}")),
    ];

    private static KeyStatus Of(DesiredProblem problem, ImmutableArray<ItemOutcome> outcomes)
    {
        var outcome = outcomes.FirstOrDefault(outcome => outcome.Item.Origin == problem.Origin);
        return new KeyStatus(outcome?.IsMissing == true ? KeyStates.Missing : KeyStates.Error, null, Hex(outcome?.InForce), First([problem.Diagnostic]));
    }

    private static string? Hex(UInt128? hash) => hash?.ToString("x32", CultureInfo.InvariantCulture);

    // An annotation has a limit, and so has a reader's patience.
    private static ImmutableArray<Diagnostic> First(ImmutableArray<Diagnostic> errors) =>
        [.. errors.Take(MaximumErrors)
            .Select(static error => error.Message.Length <= MaximumMessageLength
            ? error
            : error with { Message = error.Message[..MaximumMessageLength] + "…" })];
}
