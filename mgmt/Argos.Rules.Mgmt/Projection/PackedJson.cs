using System.Buffers;

namespace Argos.Rules.Mgmt.Projection;

/// <summary>
/// Keeps JSON in a fifth of its bytes: what stands between the texts of an object (its member names), and texts that are met often, are numbers of a table that
/// all objects share; UUIDs, times and addresses take their bits, and the object's own name, which is kept beside, two bytes. Any bytes come back exactly as they were; what is
/// no JSON is only kept less well.
/// </summary>
internal static class PackedJson
{
    private const int MaximumLiteral = 0x3FFF;
    private const int ShortLiteral = 0x7F;
    private const int Number = 0xC0;

    // Numbers that the table does not use.
    private const int OwnName = StringTable.Maximum;
    private const int FirstForm = OwnName + 1;

    /// <summary>The packed bytes.</summary>
    /// <param name="json">The bytes.</param>
    /// <param name="name">The object's name, to be given again when they are unpacked.</param>
    /// <param name="table">The numbered texts, likewise.</param>
    public static byte[] Pack(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name, StringTable table)
    {
        var packed = new ArrayBufferWriter<byte>(json.Length + 16);
        while (!json.IsEmpty)
        {
            var frame = FrameLength(json);
            var ownText = IsOwn(json[..frame]);
            Write(packed, json[..frame], table.Find(json[..frame], always: true));
            json = json[frame..];
            var text = TextLength(json);
            if (text > 0) WriteText(packed, json[..text], name, ownText, table);
            json = json[text..];
        }
        return packed.WrittenSpan.ToArray();
    }

    /// <summary>The bytes as they were.</summary>
    public static byte[] Unpack(ReadOnlySpan<byte> packed, ReadOnlySpan<byte> name, StringTable table)
    {
        var json = new byte[SizeOf(packed, name, table)];
        var rest = json.AsSpan();
        Span<byte> scratch = stackalloc byte[PackedShape.MaximumText];
        while (!packed.IsEmpty)
        {
            packed = packed[Next(packed, name, table, scratch, out var part)..];
            part.CopyTo(rest);
            rest = rest[part.Length..];
        }
        return json;
    }

    /// <summary>How many bytes they were.</summary>
    public static int SizeOf(ReadOnlySpan<byte> packed, ReadOnlySpan<byte> name, StringTable table)
    {
        var size = 0;
        Span<byte> scratch = stackalloc byte[PackedShape.MaximumText];
        while (!packed.IsEmpty)
        {
            packed = packed[Next(packed, name, table, scratch, out var part)..];
            size += part.Length;
        }
        return size;
    }

    /// <summary>The next part; tells how many packed bytes it took.</summary>
    private static int Next(ReadOnlySpan<byte> packed, ReadOnlySpan<byte> name, StringTable table, Span<byte> scratch, out ReadOnlySpan<byte> part)
    {
        var head = packed[0];
        if (head <= ShortLiteral)
        {
            part = packed.Slice(1, head);
            return 1 + head;
        }
        var value = ((head & 0x3F) << 8) | packed[1];
        if (head < Number)
        {
            part = packed.Slice(2, value);
            return 2 + value;
        }
        if (value >= FirstForm)
        {
            var kind = (PackedShape.Kind)(value - FirstForm);
            part = scratch[..PackedShape.Unpack(kind, packed[2..], scratch)];
            return 2 + PackedShape.BytesOf(kind);
        }
        part = value == OwnName ? name : table.Get(value);
        return 2;
    }

    private static void WriteText(ArrayBufferWriter<byte> packed, ReadOnlySpan<byte> text, ReadOnlySpan<byte> name, bool own, StringTable table)
    {
        Span<byte> bits = stackalloc byte[16];
        if (text.SequenceEqual(name)) Write(packed, text, OwnName);
        else if (PackedShape.Pack(text, bits) is not { } kind) Write(packed, text, own ? null : table.Find(text, always: false));
        else
        {
            Write(packed, text, FirstForm + (int)kind);
            packed.Write(bits[..PackedShape.BytesOf(kind)]);
        }
    }

    private static void Write(ArrayBufferWriter<byte> packed, ReadOnlySpan<byte> part, int? number)
    {
        if (number is { } shared)
        {
            packed.Write([(byte)(Number | (shared >> 8)), (byte)shared]);
            return;
        }
        for (; !part.IsEmpty; part = part[Math.Min(part.Length, MaximumLiteral)..])
        {
            var length = Math.Min(part.Length, MaximumLiteral);
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
