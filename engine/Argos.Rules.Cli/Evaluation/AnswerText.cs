using System.Globalization;
using Argos.Rules.Cli.Terminals;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Explain;

namespace Argos.Rules.Cli.Evaluation;

/// <summary>A dry run's answer for a person.</summary>
internal static class AnswerText
{
    public static void Write(DryRunResponse answer, bool withLive, Terminal terminal)
    {
        terminal.Out.WriteLine(Line(answer.Decision, terminal));
        foreach (var (name, value) in answer.Decision.Attributes) terminal.Out.WriteLine($"  {name}: {value}");
        var nobodyAsked = answer.Policies.IsEmpty && answer.Decision.Detail is null;
        if (nobodyAsked) terminal.Out.WriteLine("  " + (answer.Explanation ?? "no policy matched this provider"));
        if (answer.Policies.Any() && answer.Policies.All(static p => !p.Enforced)) terminal.Out.WriteLine("  only policies in shadow mode fit: they are evaluated, and decide nothing");
        foreach (var policy in answer.Policies) Write(policy, terminal);
        if (withLive) terminal.Out.WriteLine(answer.Changed ? $"live: {Line(answer.Live, terminal)}" : "live: the same");
    }

    private static void Write(PolicyResult policy, Terminal terminal)
    {
        terminal.Out.WriteLine("  " + Line(policy, terminal));
        if (policy.Conditions is not { } conditions) return;
        var trace = new PolicyTrace(policy.Policy, conditions, policy.Calls ?? [], policy.Steps ?? 0, policy.Bytes ?? 0, policy.TraceProblem);
        foreach (var line in TraceText.Lines(trace)) terminal.Out.WriteLine("  " + line);
    }

    private static string Line(Decision decision, Terminal terminal)
    {
        var codes = decision.Codes.IsEmpty ? "" : ": " + string.Join(", ", decision.Codes);
        return decision.Outcome switch
        {
            DecisionOutcome.Allowed => terminal.Good("allowed"),
            DecisionOutcome.Denied => terminal.Bad("denied"),
            _ => terminal.Odd("undecided"),
        } + codes + (decision.Detail is null ? "" : $": {decision.Detail}");
    }

    private static string Line(PolicyResult policy, Terminal terminal)
    {
        var shadow = policy.Enforced ? "" : " (shadow)";
        var code = policy.Code is null ? "" : $" {policy.Code}";
        var detail = policy.Detail is null ? "" : $": {policy.Detail}";
        var wait = (policy.WaitsFor ?? policy.WaitsForFact) is { } what ? $", waits for `{what}`" : "";
        return $"{policy.Policy}{shadow}: {policy.Outcome}{code}{detail}{wait} {terminal.Faint(string.Create(CultureInfo.InvariantCulture, $"({policy.ElapsedMicroseconds:F0} us)"))}";
    }
}
