namespace Argos.Rules.Language;

/// <summary>Attested texts without what surrounds them: agents read tokens from files, which end with a line feed and may begin with a byte order mark.</summary>
internal static class AttestationText
{
    private static readonly char[] Surrounding = [' ', '\t', '\r', '\n', '\uFEFF'];

    /// <summary>The text itself; empty when there is none.</summary>
    public static string Of(string? sent) => sent?.Trim(Surrounding) ?? "";

    /// <summary>As <see cref="Of(string?)"/>, without a copy.</summary>
    public static ReadOnlySpan<char> Of(ReadOnlySpan<char> sent) => sent.Trim(Surrounding);
}
