using System.Diagnostics;

namespace Argos.Rules.TestKit.Time;

/// <summary>Waiting for another process or thread: asks again and again until it holds. For real time only.</summary>
public static class Eventually
{
    /// <summary>Asks until the answer is yes; fails with what was waited for and the last answer.</summary>
    public static async Task HoldsAsync(Func<CancellationToken, Task<bool>> condition, string what, TimeSpan within, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition(cancellationToken))
        {
            if (clock.Elapsed > within) throw new TimeoutException($"not within {within.TotalSeconds:0.#} s: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
        }
    }

    /// <inheritdoc cref="HoldsAsync(Func{CancellationToken, Task{bool}}, string, TimeSpan, CancellationToken)"/>
    public static Task HoldsAsync(Func<bool> condition, string what, TimeSpan within, CancellationToken cancellationToken) =>
        HoldsAsync(_ => Task.FromResult(condition()), what, within, cancellationToken);
}
