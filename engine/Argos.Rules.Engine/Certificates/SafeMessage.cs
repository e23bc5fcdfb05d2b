using System.Text.RegularExpressions;

namespace Argos.Rules.Engine.Certificates;

/// <summary>Makes a foreign message fit for a log: one line, short, and without what was sent as a secret, whole or in part.</summary>
internal static partial class SafeMessage
{
    private const int Longest = 300;
    private const string Mask = "(secret)";

    /// <summary>Parts of a secret that are shorter tell nothing: times, names, key versions.</summary>
    private const int ShortestSecret = 16;

    private static readonly char[] Separators = ['.', ';', '='];

    public static string Of(string message, string secret)
    {
        var text = message;
        foreach (var part in secret.Split(Separators).Append(secret).Where(static part => part.Length >= ShortestSecret).OrderByDescending(static part => part.Length))
        {
            text = text.Replace(part, Mask, StringComparison.OrdinalIgnoreCase);
        }
        text = Opaque().Replace(text, Mask);
        var line = string.Concat(text.Select(static c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c)).Trim();
        return line.Length > Longest ? line[..Longest] : line;
    }

    /// <summary>A run that could be a piece of a signature, a key or a token.</summary>
    [GeneratedRegex("[A-Za-z0-9+/=_.-]{48,}", RegexOptions.CultureInvariant)]
    private static partial Regex Opaque();
}
