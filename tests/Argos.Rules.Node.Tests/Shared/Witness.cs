using System.Collections.Concurrent;

namespace Argos.Rules.Node.Tests.Shared;

/// <summary>Asks without a pause while something happens, and remembers what was answered.</summary>
internal sealed class Witness : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _refusals = [];
    private readonly Task _loop;
    private int _granted;

    public Witness(Claimant claimant)
    {
        _loop = RunAsync(claimant);
    }

    /// <summary>How often there was a certificate.</summary>
    public int Granted => Volatile.Read(ref _granted);

    /// <summary>What was said the other times.</summary>
    public IReadOnlyCollection<string> Refusals => _refusals;

    /// <summary>Answers so far.</summary>
    public int Count => Granted + _refusals.Count;

    /// <summary>Ends when the answer that is on its way has come.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _loop;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task RunAsync(Claimant claimant)
    {
        while (!_stop.IsCancellationRequested)
        {
            using var reply = await claimant.AskAsync(CancellationToken.None);
            if (reply.Granted) Interlocked.Increment(ref _granted);
            else _refusals.Enqueue($"{(int)reply.Status} {reply.Message}");
        }
    }
}
