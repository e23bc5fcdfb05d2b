using System.Collections.Immutable;

namespace Argos.Rules.TestKit.Attacks;

/// <summary>Calls at a steady rate, each over a connection of its own, however long the answers take.</summary>
/// <param name="caller">Who calls.</param>
/// <param name="bodies">What is asked, in turn.</param>
/// <param name="time">The clock.</param>
public sealed class HonestCallers(CallbackClient caller, IReadOnlyList<byte[]> bodies, TimeProvider time)
{
    private int _next = -1;

    /// <summary>Calls for a time.</summary>
    /// <param name="perSecond">How often.</param>
    /// <param name="duration">For how long.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<HonestResult> RunAsync(double perSecond, TimeSpan duration, CancellationToken cancellationToken)
    {
        var calls = new List<Task<HonestCall>>();
        var started = time.GetTimestamp();
        while (time.GetElapsedTime(started) < duration)
        {
            calls.Add(AskAsync(cancellationToken));
            var next = TimeSpan.FromSeconds(calls.Count / perSecond) - time.GetElapsedTime(started);
            if (next > TimeSpan.Zero) await Task.Delay(next, time, cancellationToken);
        }
        return HonestResult.Of(await Task.WhenAll(calls));
    }

    /// <summary>Calls so many times, one after the other.</summary>
    public async Task<HonestResult> RunAsync(int calls, CancellationToken cancellationToken)
    {
        var results = new List<HonestCall>();
        for (var i = 0; i < calls; i++) results.Add(await AskAsync(cancellationToken));
        return HonestResult.Of(results);
    }

    private async Task<HonestCall> AskAsync(CancellationToken cancellationToken)
    {
        var body = bodies[(int)((uint)Interlocked.Increment(ref _next) % (uint)bodies.Count)];
        var began = time.GetTimestamp();
        var status = await caller.AskAsync(body, cancellationToken);
        return new HonestCall(status, time.GetElapsedTime(began).TotalMilliseconds);
    }
}

/// <summary>One call.</summary>
/// <param name="Status">The status, or one of <see cref="CallEnd"/>.</param>
/// <param name="Milliseconds">From the beginning of the connection to the end of the answer.</param>
public readonly record struct HonestCall(int Status, double Milliseconds);

/// <summary>What came of honest calls.</summary>
/// <param name="Asked">How many were made.</param>
/// <param name="Statuses">How many of each status.</param>
/// <param name="MedianMilliseconds">The median of the time to an answer.</param>
/// <param name="P99Milliseconds">The 99th percentile.</param>
public sealed record HonestResult(int Asked, ImmutableSortedDictionary<int, int> Statuses, double MedianMilliseconds, double P99Milliseconds)
{
    /// <summary>How many were granted.</summary>
    public int Granted => Statuses.GetValueOrDefault(200);

    /// <inheritdoc/>
    public override string ToString() => $"{Granted} of {Asked} granted ({string.Join(", ", Statuses.Select(static s => $"{s.Key}: {s.Value}"))})";

    internal static HonestResult Of(IReadOnlyCollection<HonestCall> calls)
    {
        var times = calls.Select(static call => call.Milliseconds).Order().ToArray();
        var statuses = calls.GroupBy(static call => call.Status).ToImmutableSortedDictionary(static group => group.Key, static group => group.Count());
        return new HonestResult(calls.Count, statuses, times[times.Length / 2], times[(int)Math.Min(times.Length - 1, times.Length * 0.99)]);
    }
}
