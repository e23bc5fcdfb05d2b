using System.Collections.Immutable;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Sandbox.Metering;
using Argos.Rules.Sandbox.Tracing;

namespace Argos.Rules.Core.Explain;

/// <summary>Makes the trace of one policy from what was recorded.</summary>
internal static class TraceBuilder
{
    public static PolicyTrace Build(PolicyResult result, TraceRecorder recorder, ImmutableArray<TracePoint> sites, Usage used, string mode)
    {
        var shown = Shown(result, recorder, sites, mode);
        var conditions = ImmutableArray.CreateBuilder<TracedCondition>();
        var calls = ImmutableArray.CreateBuilder<TracedCall>();
        for (var i = 0; i < recorder.Events.Count; i++)
        {
            var (number, value, text) = recorder.Events[i];
            if (!shown(number)) continue;
            var site = sites[number];
            if (site.Kind == TraceKind.Call) calls.Add(new TracedCall(i + 1, site.Row, site.Col, site.EndRow, site.EndCol, site.Text, text ?? "?"));
            else conditions.Add(new TracedCondition(i + 1, Word(site.Kind), site.Row, site.Col, site.EndRow, site.EndCol, site.Text, value, text));
        }
        var problem = recorder.IsCut ? $"only the first {TraceRecorder.MaximumEvents} conditions and calls are here" : null;
        return new PolicyTrace(result.Policy, conditions.ToImmutable(), calls.ToImmutable(), used.Steps, used.Bytes, problem);
    }

    private static Func<int, bool> Shown(PolicyResult result, TraceRecorder recorder, ImmutableArray<TracePoint> sites, string mode)
    {
        if (mode == ExplainModes.Full) return static _ => true;
        if (result.Outcome == PolicyOutcomes.Allow) return static _ => false;
        // A policy that failed has no return to go back from, and one that was cut may not show it: all of it then.
        if (result.Outcome == PolicyOutcomes.Failed || recorder.IsCut || Last(recorder, sites) is not { } last) return static _ => true;
        var needs = sites[last].Needs;
        return site => site == last || needs.BinarySearch(site) >= 0;
    }

    /// <summary>The return that ended the policy: the last of its own, which came after those of its functions.</summary>
    private static int? Last(TraceRecorder recorder, ImmutableArray<TracePoint> sites)
    {
        for (var i = recorder.Events.Count - 1; i >= 0; i--)
        {
            if (sites[recorder.Events[i].Site].Kind == TraceKind.Return) return recorder.Events[i].Site;
        }
        return null;
    }

    private static string Word(TraceKind kind) => kind switch
    {
        TraceKind.If => "if",
        TraceKind.Loop => "loop",
        TraceKind.Choice => "choice",
        TraceKind.When => "when",
        TraceKind.Operand => "operand",
        TraceKind.Arm => "arm",
        _ => "return",
    };
}
