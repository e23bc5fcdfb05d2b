using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Argos.Rules.Engine.Audit;

/// <summary>Texts from outside as a record keeps them: a long one is cut, and its length and hash stand behind what is left.</summary>
internal static class AuditText
{
    /// <summary>The most characters of a name that are kept: one of a megabyte is none, and would be a record of a megabyte.</summary>
    public const int MaximumName = 512;

    private const string TokenStart = "eyJ";

    /// <summary>The text, or its beginning with the length and the SHA-256 of the whole.</summary>
    public static string Cut(string text, int maximum)
    {
        if (text.Length <= maximum) return text;
        var end = char.IsHighSurrogate(text[maximum - 1]) ? maximum - 1 : maximum;
        return string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, end)}...({text.Length} characters, sha256 {Hash(text)})");
    }

    /// <summary>The same of a text that may be missing.</summary>
    public static string? CutOrNull(string? text, int maximum) => text is null ? null : Cut(text, maximum);

    /// <summary>The same of a text that should hold no token, but whose sender could put one there.</summary>
    public static string WithoutToken(string text, int maximum)
    {
        var token = text.IndexOf(TokenStart, StringComparison.Ordinal);
        return token >= 0 && text.AsSpan(token).Count('.') >= 2 ? $"(withheld: it held a token, sha256 {Hash(text)})" : Cut(text, maximum);
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
