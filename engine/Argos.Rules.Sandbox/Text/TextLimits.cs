namespace Argos.Rules.Sandbox.Text;

/// <summary>What the text of a policy may be before a compiler looks at it. Beyond these a compiler can be hung or killed.</summary>
internal static class TextLimits
{
    public const int Bytes = 32 * 1024;

    public const int BracketDepth = 32;

    public const int InterpolationDepth = 3;
}
