namespace Argos.Rules.Engine.Facts.Fetching;

/// <summary>Bounds the questions of one kind: so many open at the same time, so many in a second on average.</summary>
internal sealed class FactGate(int maximumConcurrent, int maximumPerSecond, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private long _last = clock.GetTimestamp();
    private double _left = maximumPerSecond;
    private int _open;

    /// <summary>Whether one more may be asked; then <see cref="Leave"/> must follow.</summary>
    public bool TryEnter()
    {
        lock (_lock)
        {
            var now = clock.GetTimestamp();
            _left = Math.Min(maximumPerSecond, _left + (clock.GetElapsedTime(_last, now).TotalSeconds * maximumPerSecond));
            _last = now;
            if (_open >= maximumConcurrent || _left < 1) return false;
            _left--;
            _open++;
            return true;
        }
    }

    public void Leave()
    {
        lock (_lock) _open--;
    }
}
