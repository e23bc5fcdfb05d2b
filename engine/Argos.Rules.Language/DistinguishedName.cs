using System.Text;
using Argos.Rules.Contracts.Collections;

namespace Argos.Rules.Language;

/// <summary>
/// A distinguished name as ZTS sends it (RFC 2253, RFC 4514), for example that of a certificate's issuer: <c>CN=Athenz
/// CA,OU=Sports,O=Media</c>. Its values are read
/// by type, so that a comma or an equals sign inside a value is never taken for the next one.
/// </summary>
/// <remarks><c>if (DistinguishedName.Parse(Input.CertIssuerDn)?.Value("CN") != "Athenz CA") return Deny("issuer-foreign");</c></remarks>
public sealed class DistinguishedName
{
    private const int MaximumLength = 4096;
    private const int MaximumParts = 64;

    private readonly Part[] _parts;

    private DistinguishedName(Part[] parts) => _parts = parts;

    /// <summary>How many values it has.</summary>
    public int Count => _parts.Length;

    /// <summary>Reads a name; <see langword="null"/> for anything that is none, for a missing one, and for one of more than 4096 characters
    /// or 64 values.</summary>
    public static DistinguishedName? Parse(string? text)
    {
        if (text is null || text.Length is 0 or > MaximumLength) return null;
        var parts = new List<Part>();
        for (var at = 0; ;)
        {
            if (parts.Count == MaximumParts || ReadPart(text, ref at) is not { } part) return null;
            parts.Add(part);
            if (at == text.Length) return new DistinguishedName([.. parts]);
            // ReadPart stops at a separator; behind it there must be one more.
            at++;
        }
    }

    /// <summary>The only value of a type such as <c>CN</c>; <see langword="null"/> when there is none, or more than one. Case of the type
    /// does not count.</summary>
    public string? Value(string type)
    {
        string? found = null;
        foreach (var part in _parts)
        {
            if (!part.Type.Equals(type, StringComparison.OrdinalIgnoreCase)) continue;
            if (found is not null) return null;
            found = part.Value;
        }
        return found;
    }

    /// <summary>All values of a type such as <c>OU</c>, in the order of the name; empty when there is none. Case of the type does not
    /// count.</summary>
    public FixedList<string> Values(string type) =>
        FixedList.Take(_parts.Where(p => p.Type.Equals(type, StringComparison.OrdinalIgnoreCase)).Select(static p => p.Value).ToArray());

    private static Part? ReadPart(string text, ref int at)
    {
        while (at < text.Length && text[at] == ' ') at++;
        var start = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '.' or '-')) at++;
        var type = text[start..at];
        while (at < text.Length && text[at] == ' ') at++;
        if (type.Length == 0 || at == text.Length || text[at] != '=') return null;
        at++;
        while (at < text.Length && text[at] == ' ') at++;
        var value = at < text.Length && text[at] == '"' ? ReadQuoted(text, ref at) : ReadPlain(text, ref at);
        return value is null || (at < text.Length && !IsSeparator(text[at])) ? null : new Part(type, value);
    }

    private static bool IsSeparator(char c) => c is ',' or ';' or '+';

    private static string? ReadPlain(string text, ref int at)
    {
        var bytes = new List<byte>();
        // Blanks at the end belong to the value only when they are escaped.
        var kept = 0;
        while (at < text.Length && !IsSeparator(text[at]))
        {
            if (text[at] is '"' or '<' or '>') return null;
            var escaped = text[at] == '\\';
            if (!ReadCharacter(text, ref at, bytes)) return null;
            if (escaped || bytes[^1] != (byte)' ') kept = bytes.Count;
        }
        return Decode(bytes, kept);
    }

    private static string? ReadQuoted(string text, ref int at)
    {
        var bytes = new List<byte>();
        for (at++; ;)
        {
            if (at >= text.Length) return null;
            if (text[at] == '"') break;
            if (!ReadCharacter(text, ref at, bytes)) return null;
        }
        at++;
        while (at < text.Length && text[at] == ' ') at++;
        return Decode(bytes, bytes.Count);
    }

    /// <summary>One character, escaped as itself or as the hexadecimal digits of a byte of its UTF-8.</summary>
    private static bool ReadCharacter(string text, ref int at, List<byte> bytes)
    {
        if (text[at] == '\\')
        {
            if (at + 2 < text.Length && char.IsAsciiHexDigit(text[at + 1]) && char.IsAsciiHexDigit(text[at + 2]))
            {
                bytes.Add(Convert.FromHexString(text.AsSpan(at + 1, 2))[0]);
                at += 3;
                return true;
            }
            if (++at >= text.Length) return false;
        }
        var width = char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1;
        if (width == 1 && char.IsSurrogate(text[at])) return false;
        bytes.AddRange(Encoding.UTF8.GetBytes(text, at, width));
        at += width;
        return true;
    }

    private static string? Decode(List<byte> bytes, int count)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes.ToArray(), 0, count);
        }
        catch (ArgumentException)
        {
            // Escaped bytes that are not text: not a name.
            return null;
        }
    }

    private sealed record Part(string Type, string Value);
}
