namespace Argos.Rules.Language.Patterns;

/// <summary>A part of a pattern.</summary>
internal abstract record PatternNode
{
    private PatternNode()
    {
    }

    /// <summary>How many positions it takes when its repetitions are written out; an empty part counts as one, because it takes work too.</summary>
    public abstract long Size { get; }

    /// <summary>One character of a set.</summary>
    public sealed record One(CharacterSet Set) : PatternNode
    {
        public override long Size => 1;
    }

    /// <summary>One part after the other.</summary>
    public sealed record Sequence(IReadOnlyList<PatternNode> Parts) : PatternNode
    {
        public override long Size { get; } = Math.Max(1, Parts.Sum(static p => p.Size));
    }

    /// <summary>One of the parts.</summary>
    public sealed record Choice(IReadOnlyList<PatternNode> Parts) : PatternNode
    {
        public override long Size { get; } = Parts.Sum(static p => p.Size);
    }

    /// <summary>A part several times; without a greatest number, as often as it fits.</summary>
    public sealed record Repeat(PatternNode Part, int Minimum, int? Maximum) : PatternNode
    {
        public override long Size { get; } = Part.Size * Math.Max(1, Maximum ?? Minimum);
    }
}
