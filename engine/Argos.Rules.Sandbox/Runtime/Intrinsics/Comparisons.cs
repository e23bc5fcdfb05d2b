namespace Argos.Rules.Sandbox.Runtime.Intrinsics;

/// <summary>The comparisons of the language; an enumeration can hold any number.</summary>
internal static class Comparisons
{
    public static StringComparison Checked(StringComparison comparison) => comparison is StringComparison.Ordinal or StringComparison.OrdinalIgnoreCase
        ? comparison
        : throw new ArgumentException("a text is compared by `Ordinal` or `OrdinalIgnoreCase`");
}
