using Argos.Rules.Language;
using Argos.Rules.Sandbox.Loading;
using Argos.Rules.Sandbox.Metadata;
using Argos.Rules.Sandbox.Metering;
using Argos.Rules.TestKit.Fuzz;

namespace Argos.Rules.Engine.Tests.Sandbox.Costs;

/// <summary>
/// Programs that make much of little: one long text seen from many places, values that lie in each other, what grows. With the clock left
/// out, steps and bytes alone have to stop them.
/// </summary>
[Category("Long")]
[NonParallelizable]
internal sealed class CostProgramTests
{
    /// <summary>
    /// The budget of time that is left out here: whoever stays within it without being stopped needs no clock. Beside other tests, twenty
    /// times as much (see <see cref="CostSample"/>).
    /// </summary>
    private static readonly TimeSpan MaximumTime = Budget.Default.Time * (FuzzRuns.IsLong ? 1 : 20);

    /// <summary>What may be allocated for 16 MiB that are charged: copies that are dropped at once, and the collector's rounding.</summary>
    private const long MaximumBytes = 4 * 16L * 1024 * 1024;

    private static IEnumerable<TestCaseData> Cases() => ScriptCase.In("costs");

    [TestCaseSource(nameof(Cases))]
    public void Program_is_stopped_by_steps_or_bytes_within_the_budget_of_time(object script)
    {
        var program = (ScriptCase)script;
        var compiled = Harness.Compile(program.Source);
        var refused = compiled.Policy is { } policy ? ImageGate.Check("p", policy) : compiled.Diagnostics;
        if (!refused.IsEmpty)
        {
            Assert.That(refused.Select(static d => d.Code), Has.Some.StartsWith("ARG"), string.Join('\n', refused));
            return;
        }
        var run = PolicyLoader.Load(compiled.Policy!, Budget.Default with { Time = TimeSpan.FromHours(1) });

        var cost = Run(run);
        // Again: a collection of garbage, the translation to machine code, or a neighbour may have come between.
        for (var again = 0; cost.Time > MaximumTime && again < 2; again++) cost = Run(run);

        TestContext.Out.WriteLine(
            $"{cost.Time.TotalMilliseconds,8:F1} ms {cost.Allocated / 1024.0 / 1024,8:F1} MiB {Meter.Last.Steps,8} steps "
            + $"{Meter.Last.Bytes,10} bytes  {string.Join(' ', program.Details),-14} {cost.End}");
        Assert.That(cost.Time, Is.LessThan(MaximumTime));
        Assert.That(cost.Allocated, Is.LessThan(MaximumBytes));
    }

    private static ProgramCost Run(Func<PolicyContext, Outcome> run)
    {
        var (before, bytes) = (ThreadClock.Used() ?? TimeSpan.Zero, GC.GetAllocatedBytesForCurrentThread());
        string end;
        try
        {
            end = run(Harness.Context()).GetType().Name;
        }
        catch (Exception problem) when (problem is BudgetExhaustedException or PolicyFaultException)
        {
            end = problem.Message;
        }
        return new ProgramCost((ThreadClock.Used() ?? TimeSpan.Zero) - before, GC.GetAllocatedBytesForCurrentThread() - bytes, end);
    }

    private sealed record ProgramCost(TimeSpan Time, long Allocated, string End);
}
