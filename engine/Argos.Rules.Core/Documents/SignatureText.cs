using System.Buffers;

namespace Argos.Rules.Core.Documents;

/// <summary>Decodes a signature as IMDS gives it: base64 (RFC 4648) in lines, nothing else.</summary>
internal static class SignatureText
{
    private static readonly SearchValues<char> Allowed = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\r\n");

    /// <summary>Decodes a text; <see langword="false"/> for any other character (a blank, PEM armour), wrong padding or nothing.</summary>
    public static bool TryDecode(string text, out byte[] bytes)
    {
        bytes = [];
        if (text.AsSpan().ContainsAnyExcept(Allowed)) return false;
        var buffer = new byte[(text.Length / 4 * 3) + 3];
        if (!Convert.TryFromBase64String(text, buffer, out var length) || length == 0) return false;
        bytes = buffer[..length];
        return true;
    }
}
