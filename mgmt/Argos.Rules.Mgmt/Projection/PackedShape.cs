using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Argos.Rules.Mgmt.Projection;

/// <summary>
/// Texts of a form that fits into fewer bytes: a UUID, a time, an IPv4 address. Only a text that comes back exactly as it was is taken.
/// </summary>
internal static class PackedShape
{
    /// <summary>The longest text that any of them stands for.</summary>
    public const int MaximumText = 36;

    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    private const int TimeText = 20;
    private const int UuidText = 36;

    /// <summary>Which forms there are.</summary>
    public enum Kind
    {
        Uuid,
        Time,
        Address,
    }

    /// <summary>How many bytes a form takes.</summary>
    public static int BytesOf(Kind kind) => kind == Kind.Uuid ? 16 : sizeof(uint);

    /// <summary>Packs a text into <see cref="BytesOf"/> bytes, when it has one of the forms.</summary>
    public static Kind? Pack(ReadOnlySpan<byte> text, Span<byte> packed)
    {
        Kind? kind = text.Length switch
        {
            UuidText when Utf8Parser.TryParse(text, out Guid uuid, out _) && uuid.TryWriteBytes(packed) => Kind.Uuid,
            TimeText when Time(text) is { } seconds && BinaryPrimitives.TryWriteUInt32LittleEndian(packed, seconds) => Kind.Time,
            >= 7 and <= 15 when Address(text) is { } bits && BinaryPrimitives.TryWriteUInt32LittleEndian(packed, bits) => Kind.Address,
            _ => null,
        };
        if (kind is null) return null;
        Span<byte> back = stackalloc byte[MaximumText];
        return back[..Unpack(kind.Value, packed, back)].SequenceEqual(text) ? kind : null;
    }

    /// <summary>Writes the text; tells how long it is.</summary>
    public static int Unpack(Kind kind, ReadOnlySpan<byte> packed, Span<byte> text)
    {
        if (kind == Kind.Uuid)
        {
            new Guid(packed[..16]).TryFormat(text, out var length);
            return length;
        }
        var value = BinaryPrimitives.ReadUInt32LittleEndian(packed);
        return kind == Kind.Time ? WriteTime(value, text) : WriteAddress(value, text);
    }

    private static uint? Time(ReadOnlySpan<byte> text)
    {
        Span<char> chars = stackalloc char[TimeText];
        if (Encoding.Latin1.GetChars(text, chars) != TimeText) return null;
        return DateTime.TryParseExact(chars, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            && (time - DateTime.UnixEpoch).TotalSeconds is >= 0 and <= uint.MaxValue and var seconds ? (uint)seconds : null;
    }

    private static uint? Address(ReadOnlySpan<byte> text)
    {
        var bits = 0u;
        for (var part = 0; part < 4; part++)
        {
            if (!Utf8Parser.TryParse(text, out byte value, out var length)) return null;
            bits = (bits << 8) | value;
            text = text[length..];
            if (part == 3) break;
            if (text.IsEmpty || text[0] != '.') return null;
            text = text[1..];
        }
        return text.IsEmpty ? bits : null;
    }

    private static int WriteTime(uint seconds, Span<byte> text)
    {
        DateTime.UnixEpoch.AddSeconds(seconds).TryFormat(text, out var length, TimeFormat, CultureInfo.InvariantCulture);
        return length;
    }

    private static int WriteAddress(uint bits, Span<byte> text)
    {
        var length = 0;
        for (var shift = 24; shift >= 0; shift -= 8)
        {
            if (shift < 24) text[length++] = (byte)'.';
            Utf8Formatter.TryFormat((byte)(bits >> shift), text[length..], out var digits);
            length += digits;
        }
        return length;
    }
}
