using System.Diagnostics;

namespace Argos.Rules.TestKit.Time;

/// <summary>Waiting for another process or thread: asks again and again until it holds. For real time only.</summary>
public static class Eventually
{
    /// <summary>A machine that is busy with other work is not a failure, and patience costs nothing when all is well.</summary>
    private static readonly TimeSpan MinimumPatience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    /// <summary>Asks until the answer is yes; fails with what was waited for, after at least a minute.</summary>
    public static Task HoldsAsync(Func<CancellationToken, Task<bool>> condition, string what, TimeSpan within, CancellationToken cancellationToken) =>
        HoldsAsync(condition, what, within, Look, cancellationToken);

    /// <inheritdoc cref="HoldsAsync(Func{CancellationToken, Task{bool}}, string, TimeSpan, CancellationToken)"/>
    public static Task HoldsAsync(Func<bool> condition, string what, TimeSpan within, CancellationToken cancellationToken) =>
        HoldsAsync(_ => Task.FromResult(condition()), what, within, cancellationToken);

    /// <summary>The same, looking less often at what costs more to look at.</summary>
    public static async Task HoldsAsync(
        Func<CancellationToken, Task<bool>> condition, string what, TimeSpan within, TimeSpan look, CancellationToken cancellationToken)
    {
        if (within < MinimumPatience) within = MinimumPatience;
        var clock = Stopwatch.StartNew();
        while (!await condition(cancellationToken))
        {
            if (clock.Elapsed > within) throw new TimeoutException($"not within {within.TotalSeconds:0.#} s: {what}");
            await Task.Delay(look, TimeProvider.System, cancellationToken);
        }
    }
}
