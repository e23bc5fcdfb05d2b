using System.Globalization;
using Argos.Rules.Cli.Terminals;
using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Cli.Engines;

/// <summary>One screen: what an operator asks first.</summary>
internal sealed class TopView(Terminal terminal)
{
    private const int MaximumCodes = 8;
    private const int MaximumListed = 10;
    private const string Durations = "argos_decision_duration_seconds";

    /// <summary>The lines.</summary>
    /// <param name="status">The engine's status.</param>
    /// <param name="now">Its metrics.</param>
    /// <param name="before">Its metrics a while before; rates are since then, without it since the start.</param>
    /// <param name="seconds">How long that is.</param>
    /// <param name="time">The time.</param>
    public IEnumerable<string> Lines(EngineStatus status, MetricsText now, MetricsText? before, double seconds, DateTimeOffset time)
    {
        yield return Line($"engine {status.EngineId[..Math.Min(12, status.EngineId.Length)]} {status.Version}, up {Span(time - status.StartedAt)}, {(status.Ready ? terminal.Good("ready") : terminal.Bad("NOT READY"))}");
        foreach (var reason in status.NotReadyReasons) yield return "  " + reason;
        foreach (var warning in status.Warnings) yield return "  " + terminal.Odd(warning);
        yield return Line($"decisions/s   {Rate("argos_decisions_total", "outcome=\"allowed\""):0.0} allowed, {Rate("argos_decisions_total", "outcome=\"denied\""):0.0} denied, {Rate("argos_decisions_total", "outcome=\"undecided\""):0.0} undecided; {now.Sum("argos_decisions_waiting"):0} wait");
        yield return $"duration      p50 {Milliseconds(0.5)}, p99 {Milliseconds(0.99)}";
        foreach (var (code, rate) in Codes()) yield return Line($"  {rate,8:0.00}/s {code}");
        yield return Line($"data          {status.Pods} pods, revision {status.Revision}, digest {status.DataDigest}");
        foreach (var source in status.Sources.OrderByDescending(static s => s.AgeSeconds).Take(MaximumListed))
        {
            yield return Line($"  source {source.Name}: {(source.Complete ? "complete" : terminal.Bad("incomplete"))}, {source.CompleteAgeSeconds ?? source.AgeSeconds:0.0} s old{(source.Restored ? terminal.Odd(", of an earlier start") : "")}");
            if (source.Incomplete is { } incomplete) yield return "    " + incomplete;
        }
        yield return Line($"policies      {status.Policies.Length}, digest {status.PolicySetDigest}");
        // What an operator must know of first.
        foreach (var policy in status.Policies.OrderBy(static p => (p.Suspended is null ? 2 : 0) + (p.Mode == "shadow" ? 0 : 1)).ThenBy(static p => p.Id, StringComparer.Ordinal).Take(MaximumListed))
        {
            yield return $"  {policy.Id}@{policy.Hash[..Math.Min(12, policy.Hash.Length)]} {policy.Mode}{(policy.Suspended is { } suspended ? terminal.Bad(suspended.Whole ? " suspended for everyone" : Line($" suspended for {suspended.Callers} callers")) : "")}";
        }
        foreach (var refused in status.Refused.Take(MaximumListed)) yield return $"  {terminal.Bad("refused")} {refused.Id} ({refused.Stage}): {refused.Problems.FirstOrDefault()}";
        foreach (var invalid in status.InvalidSettings.Take(MaximumListed)) yield return $"  {terminal.Bad("settings")} {invalid.Path}: {invalid.Message}";
        yield return status.Certificate is { } certificate ? $"certificate   {certificate.Subject}, expires in {Span(certificate.NotAfter - time)}" : "certificate   none yet";
        foreach (var limit in status.Limits.Where(static l => l.Used * 2 >= l.Maximum)) yield return Line($"  {terminal.Odd("limit")} {limit.Setting}: {limit.Used} of {limit.Maximum}");
        if (status.State is { } state) yield return $"state         {(state.SavedAt is { } saved ? Line($"{(time - saved).TotalSeconds:0} s old") : "not written yet")}{(state.Problem is { } wrong ? terminal.Bad(": " + wrong) : "")}";
        yield return Line($"audit         {now.Sum("argos_audit_queue_length"):0} wait, {now.Sum("argos_audit_dropped_total"):0} lost");

        double Rate(string name, string label) => Math.Max(0, now.Sum(name, label) - (before?.Sum(name, label) ?? 0)) / seconds;

        string Milliseconds(double share) => now.Quantile(Durations, share, before) is { } value ? Line($"{value * 1000:0.0} ms") : "-";

        IEnumerable<KeyValuePair<string, double>> Codes()
        {
            var old = before?.By("argos_decision_codes_total", "code");
            return now.By("argos_decision_codes_total", "code").Select(c => KeyValuePair.Create(c.Key, (c.Value - (old?.GetValueOrDefault(c.Key) ?? 0)) / seconds))
                .Where(static c => c.Value > 0).OrderByDescending(static c => c.Value).Take(MaximumCodes);
        }
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Span(TimeSpan span) => span.TotalDays >= 2 ? Line($"{span.TotalDays:0.0} days") : span.TotalHours >= 2 ? Line($"{span.TotalHours:0.0} hours") : Line($"{span.TotalMinutes:0.0} minutes");
}
