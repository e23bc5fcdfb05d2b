using System.Numerics;

namespace Argos.Rules.Language.Patterns;

/// <summary>
/// The position automaton of a pattern (Glushkov 1961): one state for each character of the pattern, so it cannot grow while it
/// runs, and each character of a text costs at most one look at each position. Immutable once built.
/// </summary>
internal sealed class PositionAutomaton
{
    private const int Ascii = 128;

    private readonly Dictionary<CharacterSet, PositionSet> _sets = [];
    private readonly List<PositionSet> _follow = [];
    private readonly PositionSet[] _ascii = new PositionSet[Ascii];
    private readonly Part _whole;

    private PositionAutomaton(PatternNode pattern)
    {
        _whole = Build(pattern);
        for (var c = '\0'; c < Ascii; c++) _ascii[c] = Holding(c);
    }

    public int Positions => _follow.Count;

    public static PositionAutomaton Of(PatternNode pattern) => new(pattern);

    public bool Fits(string text)
    {
        if (text.Length == 0) return _whole.Nullable;
        var now = default(PositionSet);
        for (var i = 0; i < text.Length; i++)
        {
            var next = i == 0 ? _whole.First : After(now);
            next.Keep(text[i] < Ascii ? _ascii[text[i]] : Holding(text[i]));
            if (next.IsEmpty) return false;
            now = next;
        }
        now.Keep(_whole.Last);
        return !now.IsEmpty;
    }

    private PositionSet After(in PositionSet now)
    {
        var next = default(PositionSet);
        for (var i = 0; i < PositionSet.Words; i++)
        {
            for (var word = now[i]; word != 0; word &= word - 1) next.Add(_follow[(i << 6) + BitOperations.TrailingZeroCount(word)]);
        }
        return next;
    }

    private PositionSet Holding(char c)
    {
        var positions = default(PositionSet);
        foreach (var (set, places) in _sets)
        {
            if (set.Contains(c)) positions.Add(places);
        }
        return positions;
    }

    private Part Build(PatternNode node) => node switch
    {
        PatternNode.One one => Position(one.Set),
        PatternNode.Sequence sequence => sequence.Parts.Aggregate(Part.Empty, (before, part) => Then(before, Build(part))),
        PatternNode.Choice choice => choice.Parts.Select(Build).Aggregate(Part.Or),
        PatternNode.Repeat repeat => Times(repeat),
        _ => throw new InvalidOperationException("there is no such part of a pattern"),
    };

    private Part Position(CharacterSet set)
    {
        var position = PositionSet.Of(_follow.Count);
        _follow.Add(default);
        var places = _sets.GetValueOrDefault(set);
        places.Add(position);
        _sets[set] = places;
        return new Part(position, position, Nullable: false);
    }

    private Part Then(in Part before, in Part after)
    {
        Link(before.Last, after.First);
        var (first, last) = (before.First, after.Last);
        if (before.Nullable) first.Add(after.First);
        if (after.Nullable) last.Add(before.Last);
        return new Part(first, last, before.Nullable && after.Nullable);
    }

    /// <summary>Each time has positions of its own; only the last one of an unlimited number goes back to its start.</summary>
    private Part Times(PatternNode.Repeat repeat)
    {
        var made = Part.Empty;
        for (var i = 1; i <= Math.Max(1, repeat.Maximum ?? repeat.Minimum); i++)
        {
            if (repeat.Maximum == 0) break;
            var one = Build(repeat.Part);
            if (repeat.Maximum is null && i >= repeat.Minimum) Link(one.Last, one.First);
            made = Then(made, i > repeat.Minimum ? one with { Nullable = true } : one);
        }
        return made;
    }

    private void Link(in PositionSet from, in PositionSet to)
    {
        foreach (var position in from.Members())
        {
            var follow = _follow[position];
            follow.Add(to);
            _follow[position] = follow;
        }
    }

    /// <summary>A part of the automaton.</summary>
    /// <param name="First">Where it can begin.</param>
    /// <param name="Last">Where it can end.</param>
    /// <param name="Nullable">Whether it can be left out.</param>
    private readonly record struct Part(PositionSet First, PositionSet Last, bool Nullable)
    {
        public static Part Empty { get; } = new(default, default, Nullable: true);

        public static Part Or(Part one, Part other)
        {
            var (first, last) = (one.First, one.Last);
            first.Add(other.First);
            last.Add(other.Last);
            return new Part(first, last, one.Nullable || other.Nullable);
        }
    }
}
