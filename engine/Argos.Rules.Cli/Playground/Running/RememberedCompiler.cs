using Argos.Rules.Sandbox.Messages;

namespace Argos.Rules.Cli.Playground.Running;

/// <summary>Compiles, and keeps the last results: what is checked is then tested, and then explained, all of the same text.</summary>
/// <param name="compile">Compiles: id, source text.</param>
internal sealed class RememberedCompiler(Func<string, string, CancellationToken, Task<CompileResult>> compile)
{
    private const int MaximumKept = 16;

    private readonly Lock _lock = new();
    private readonly Dictionary<Text, CompileResult> _kept = [];
    private readonly Queue<Text> _order = new();

    public async Task<CompileResult> CompileAsync(string id, string source, CancellationToken cancellation)
    {
        var text = new Text(id, source);
        lock (_lock)
        {
            if (_kept.TryGetValue(text, out var known)) return known;
        }
        var result = await compile(id, source, cancellation);
        // A failure may have passed by the next time, for example when the compiler has died.
        if (result.Policy is not null) Keep(text, result);
        return result;
    }

    private void Keep(Text text, CompileResult result)
    {
        lock (_lock)
        {
            if (!_kept.TryAdd(text, result)) return;
            _order.Enqueue(text);
            if (_order.Count > MaximumKept) _kept.Remove(_order.Dequeue());
        }
    }

    private sealed record Text(string Id, string Source);
}
