using System.Buffers;

namespace Argos.Rules.Mgmt.Projection;

/// <summary>
/// Keeps JSON in a third of its bytes: what stands between the texts of an object (its member names), and texts that are met often,
/// are numbers of a table that all objects share. Any bytes come back exactly as they were; what is no JSON is only kept less well.
/// </summary>
internal static class CompactJson
{
    private const int LongestLiteral = 0x3FFF;
    private const int ShortLiteral = 0x7F;
    private const int Number = 0xC0;

    /// <summary>The packed bytes.</summary>
    public static byte[] Pack(ReadOnlySpan<byte> json)
    {
        var packed = new ArrayBufferWriter<byte>(json.Length + 16);
        while (!json.IsEmpty)
        {
            var frame = FrameLength(json);
            var ownText = IsOwn(json[..frame]);
            Write(packed, json[..frame], SharedTexts.Find(json[..frame], always: true));
            json = json[frame..];
            var text = TextLength(json);
            if (text > 0) Write(packed, json[..text], ownText ? null : SharedTexts.Find(json[..text], always: false));
            json = json[text..];
        }
        return packed.WrittenSpan.ToArray();
    }

    /// <summary>The bytes as they were.</summary>
    public static byte[] Unpack(ReadOnlySpan<byte> packed)
    {
        var json = new byte[SizeOf(packed)];
        var rest = json.AsSpan();
        while (Next(ref packed, out var part))
        {
            part.CopyTo(rest);
            rest = rest[part.Length..];
        }
        return json;
    }

    /// <summary>How many bytes they were.</summary>
    public static int SizeOf(ReadOnlySpan<byte> packed)
    {
        var size = 0;
        while (Next(ref packed, out var part)) size += part.Length;
        return size;
    }

    private static bool Next(ref ReadOnlySpan<byte> packed, out ReadOnlySpan<byte> part)
    {
        part = default;
        if (packed.IsEmpty) return false;
        var head = packed[0];
        if (head <= ShortLiteral)
        {
            part = packed.Slice(1, head);
            packed = packed[(1 + head)..];
            return true;
        }
        var value = ((head & 0x3F) << 8) | packed[1];
        part = head >= Number ? SharedTexts.Get(value) : packed.Slice(2, value);
        packed = packed[(head >= Number ? 2 : 2 + value)..];
        return true;
    }

    private static void Write(ArrayBufferWriter<byte> packed, ReadOnlySpan<byte> part, int? number)
    {
        if (number is { } shared)
        {
            packed.Write([(byte)(Number | (shared >> 8)), (byte)shared]);
            return;
        }
        for (; !part.IsEmpty; part = part[Math.Min(part.Length, LongestLiteral)..])
        {
            var length = Math.Min(part.Length, LongestLiteral);
            packed.Write(length <= ShortLiteral ? [(byte)length] : [(byte)(0x80 | (length >> 8)), (byte)length]);
            packed.Write(part[..length]);
        }
    }

    // Up to the opening quote of a member's text, or the end.
    private static int FrameLength(ReadOnlySpan<byte> json) => json.IndexOf(":\""u8) is var at and >= 0 ? at + 2 : json.Length;

    // Up to the closing quote; one that is escaped does not close.
    private static int TextLength(ReadOnlySpan<byte> json)
    {
        for (var i = 0; i < json.Length; i++)
        {
            if (json[i] == '"') return i;
            if (json[i] == '\\') i++;
        }
        return json.Length;
    }

    // Texts that belong to one object only would fill the table.
    private static bool IsOwn(ReadOnlySpan<byte> frame) =>
        frame.EndsWith("\"uid\":\""u8) || frame.EndsWith("\"name\":\""u8) || frame.EndsWith("\"resourceVersion\":\""u8) || frame.EndsWith("\"podIP\":\""u8)
        || frame.EndsWith("\"ip\":\""u8) || frame.EndsWith("Timestamp\":\""u8) || frame.EndsWith("Time\":\""u8);
}
