using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Language;

namespace Argos.Rules.Cli.Diff;

/// <summary>
/// One lane of the search, alone with its numbers, its corpus and its policies, so that what it finds depends on nothing but its seed. An
/// input that brings a new answer,
/// or takes a condition of either version a new way, is kept and changed further.
/// </summary>
internal sealed class DiffLane : IDisposable
{
    /// <summary>How many kinds of differences are kept: a rewritten policy differs in everything.</summary>
    public const int MaximumKinds = 64;

    private const int MaximumCorpus = 4096;

    /// <summary>A traced evaluation takes several times as long as another.</summary>
    private const int TraceOneIn = 16;

    private readonly DiffPolicy _old;
    private readonly DiffPolicy _new;
    private readonly List<DiffInput> _corpus;
    private readonly HashSet<string> _answers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Difference> _found = new(StringComparer.Ordinal);
    private readonly InputMutator _mutator;
    private readonly SplitMix _random;

    public DiffLane(DiffPolicy old, DiffPolicy @new, ValuePool pool, IReadOnlyList<DiffInput> worlds, ulong seed)
    {
        (_old, _new, _corpus, _random) = (old, @new, [.. worlds], new SplitMix(seed));
        _mutator = new InputMutator(pool, worlds, _random);
    }

    /// <summary>The differences found, one of each kind, in the order in which they were found.</summary>
    public IEnumerable<Difference> Found => _found.Values;

    /// <summary>Asks both versions so many questions.</summary>
    public void Run(int inputs, CancellationToken cancellation)
    {
        if (_answers.Count == 0)
        {
            foreach (var world in _corpus.ToArray()) Try(world, isSeed: true);
        }
        for (var i = 0; i < inputs; i++)
        {
            if ((i & 255) == 0) cancellation.ThrowIfCancellationRequested();
            Try(_mutator.Change(_random.Pick(_corpus)), isSeed: false);
        }
    }

    /// <summary>Makes a difference as small as it gets: nothing that is taken away, or set back to the case it came from, is needed for
    /// it.</summary>
    public Difference Shrink(Difference found, DiffInput origin)
    {
        // First back to the case as far as it goes, then smaller: the two must not undo each other.
        foreach (var isFirst in (bool[])[true, false])
        {
            while (Next(found, origin, isFirst) is { } smaller) found = smaller;
        }
        return found;
    }

    public void Dispose()
    {
        _old.Dispose();
        _new.Dispose();
    }

    private void Try(DiffInput input, bool isSeed)
    {
        var (read, _) = PolicyInputReader.Read(input.Confirmation, input.Operation);
        // No policy sees what the engine refuses.
        if (read is null) return;
        var (old, @new) = (_old.Decide(input, read), _new.Decide(input, read));
        var isNew = _answers.Add($"{Short(old)}|{Short(@new)}");
        if (Difference.Differ(old, @new) && _found.Count < MaximumKinds)
        {
            var difference = new Difference(input, old, @new);
            _found.TryAdd(difference.Key, difference);
        }
        if (!isNew && !isSeed && !_random.OneIn(TraceOneIn)) return;
        var reaches = _old.Reaches(input, read) | _new.Reaches(input, read);
        if ((isNew || reaches) && !isSeed && _corpus.Count < MaximumCorpus) _corpus.Add(input);
    }

    private Difference? Next(Difference found, DiffInput origin, bool isFirst) =>
        Shrinker.Smaller(found.Input, origin, isFirst).Select(Ask).FirstOrDefault(same => same is not null && same.Key == found.Key);

    private Difference? Ask(DiffInput input)
    {
        if (PolicyInputReader.Read(input.Confirmation, input.Operation).Input is not { } read) return null;
        var (old, @new) = (_old.Decide(input, read), _new.Decide(input, read));
        return Difference.Differ(old, @new) ? new Difference(input, old, @new) : null;
    }

    // Without the values of directives, which may be as many as there are inputs.
    private static string Short(Decision decision) =>
        $"{decision.Outcome} {string.Join(' ', decision.Codes)} {string.Join(' ', decision.Attributes.Keys)}";
}
