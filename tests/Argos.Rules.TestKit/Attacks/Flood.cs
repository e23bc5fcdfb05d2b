using System.Collections.Concurrent;

namespace Argos.Rules.TestKit.Attacks;

/// <summary>Keeps so many of something going, and begins another one for each that ends, but no more than so many a second.</summary>
public sealed class Flood : IAsyncDisposable
{
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, int> _ends = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private readonly Task _running;
    private int _begun;
    private int _open;

    private Flood(IAttack attack, int atOnce, double perSecond, TimeProvider time)
    {
        _time = time;
        _running = Task.Run(() => RunAsync(attack, atOnce, perSecond));
    }

    /// <summary>How many were begun.</summary>
    public int Begun => Volatile.Read(ref _begun);

    /// <summary>How many go on now.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>How many ended how.</summary>
    public IReadOnlyDictionary<string, int> Ends => _ends;

    /// <summary>Begins.</summary>
    /// <param name="attack">What.</param>
    /// <param name="atOnce">How many go on at once.</param>
    /// <param name="perSecond">How many may begin in a second.</param>
    /// <param name="time">The clock.</param>
    public static Flood Start(IAttack attack, int atOnce, double perSecond, TimeProvider time) => new(attack, atOnce, perSecond, time);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RunAsync(IAttack attack, int atOnce, double perSecond)
    {
        using var places = new SemaphoreSlim(atOnce);
        var all = new ConcurrentDictionary<int, Task>();
        var started = _time.GetTimestamp();
        var interval = TimeSpan.FromSeconds(1 / perSecond);
        var due = TimeSpan.Zero;
        try
        {
            while (true)
            {
                await places.WaitAsync(_stop.Token);
                var number = Interlocked.Increment(ref _begun);
                Interlocked.Increment(ref _open);
                all[number] = OneAsync(attack, number, places, all);
                // Time that was lost is not made up for: that would be a burst of more than so many a second.
                due += interval;
                var late = _time.GetElapsedTime(started) - due;
                if (late > Slack) due += late - Slack;
                if (late < -Slack) await Task.Delay(-late, _time, _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(all.Values);
        }
    }

    private async Task OneAsync(IAttack attack, int number, SemaphoreSlim places, ConcurrentDictionary<int, Task> all)
    {
        await Task.Yield();
        try
        {
            var end = await attack.RunAsync(_stop.Token);
            _ends.AddOrUpdate(end, 1, static (_, count) => count + 1);
        }
        catch (Exception problem)
        {
            _ends.AddOrUpdate(problem.GetType().Name, 1, static (_, count) => count + 1);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
            places.Release();
            all.TryRemove(number, out _);
        }
    }
}

/// <summary>One of many that a flood is made of.</summary>
public interface IAttack
{
    /// <summary>Goes on until it is ended by the engine, or stopped.</summary>
    /// <returns>How it ended.</returns>
    Task<string> RunAsync(CancellationToken cancellationToken);
}
