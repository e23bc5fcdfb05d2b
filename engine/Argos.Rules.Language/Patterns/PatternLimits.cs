namespace Argos.Rules.Language.Patterns;

/// <summary>How large a pattern may be: what follows costs memory once, and time for each character of each text.</summary>
internal static class PatternLimits
{
    /// <summary>Characters of the pattern.</summary>
    public const int Length = 256;

    /// <summary>Positions, with the repetitions written out.</summary>
    public const int Positions = 256;

    /// <summary>Groups in groups.</summary>
    public const int Depth = 16;

    /// <summary>The largest count in braces.</summary>
    public const int Count = 255;
}
