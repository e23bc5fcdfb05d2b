using System.Numerics;
using System.Runtime.CompilerServices;

namespace Argos.Rules.Language.Patterns;

/// <summary>A set of up to 256 positions.</summary>
[InlineArray(Words)]
internal struct PositionSet
{
    public const int Words = PatternLimits.Positions / 64;

    private ulong _first;

    public static PositionSet Of(int position)
    {
        var set = default(PositionSet);
        set[position >> 6] = 1UL << position;
        return set;
    }

    public readonly bool IsEmpty
    {
        get
        {
            foreach (var word in this)
            {
                if (word != 0) return false;
            }
            return true;
        }
    }

    public void Add(in PositionSet other)
    {
        for (var i = 0; i < Words; i++) this[i] |= other[i];
    }

    public void Keep(in PositionSet other)
    {
        for (var i = 0; i < Words; i++) this[i] &= other[i];
    }

    /// <summary>The positions, in order.</summary>
    public readonly IEnumerable<int> Members()
    {
        for (var i = 0; i < Words; i++)
        {
            for (var word = this[i]; word != 0; word &= word - 1) yield return (i << 6) + BitOperations.TrailingZeroCount(word);
        }
    }
}
