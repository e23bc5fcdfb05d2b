using System.Collections.Immutable;

namespace Argos.Rules.TestKit.Processes;

/// <summary>The lines that a process wrote; the oldest are forgotten.</summary>
public sealed class LogTail
{
    private const int Kept = 20_000;

    private ImmutableQueue<string> _lines = [];
    private int _count;

    /// <summary>All kept lines, oldest first.</summary>
    public IReadOnlyList<string> Lines => [.. _lines];

    /// <summary>The last lines, for an error message.</summary>
    public string Last(int count) => string.Join(Environment.NewLine, _lines.TakeLast(count).Select(l => "  | " + l));

    /// <inheritdoc/>
    public override string ToString() => string.Join(Environment.NewLine, _lines);

    internal void Add(string? line)
    {
        if (line is null) return;
        ImmutableInterlocked.Enqueue(ref _lines, line);
        if (Interlocked.Increment(ref _count) > Kept) ImmutableInterlocked.TryDequeue(ref _lines, out _);
    }
}
