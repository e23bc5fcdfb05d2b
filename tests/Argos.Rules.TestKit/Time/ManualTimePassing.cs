namespace Argos.Rules.TestKit.Time;

/// <summary>
/// Manual time that passes in steps, with a few milliseconds of real time after each for the code under test to follow. The step says how fast: what is
/// answered at once over real HTTP must not run into a time-out of the manual clock.
/// </summary>
public static class ManualTimePassing
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    /// <summary>Lets a time pass.</summary>
    public static async Task PassAsync(this ManualTime clock, TimeSpan time, TimeSpan step)
    {
        ArgumentNullException.ThrowIfNull(clock);
        for (var end = clock.Now + time; clock.Now < end; await Task.Delay(Look, TimeProvider.System)) clock.Advance(step);
    }

    /// <summary>Lets time pass until the answer is yes; fails with what was waited for, after at least a minute of real time.</summary>
    public static Task PassUntilAsync(this ManualTime clock, Func<bool> condition, TimeSpan step, string what)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return Eventually.HoldsAsync(_ => Task.FromResult(IsSoNow()), what, TimeSpan.Zero, Look, CancellationToken.None);

        bool IsSoNow()
        {
            clock.Advance(step);
            return condition();
        }
    }
}
