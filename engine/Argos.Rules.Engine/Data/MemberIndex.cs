using System.Text;
using System.Text.Json;

namespace Argos.Rules.Engine.Data;

/// <summary>
/// Where the members of a large object stand in its text: to find one takes neither reading what is before it nor a parsed copy of all.
/// Made once for a document, in one reading of its text; 8 bytes a member.
/// </summary>
internal sealed class MemberIndex
{
    private const int OnStack = 256;

    // The hash of a name above, and where it stands below: sorted, all places of one hash are side by side.
    private readonly ulong[] _places;

    private MemberIndex(ulong[] places) => _places = places;

    /// <summary>Reads an object that was checked when it came in.</summary>
    public static MemberIndex Of(ReadOnlySpan<byte> json)
    {
        var places = new List<ulong>();
        var reader = Open(json);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            places.Add(((ulong)HashOf(ref reader) << 32) | (uint)reader.TokenStartIndex);
            reader.Skip();
        }
        var sorted = places.ToArray();
        sorted.AsSpan().Sort();
        return new MemberIndex(sorted);
    }

    /// <summary>A reader at the beginning of an object; the next token is its first member.</summary>
    public static Utf8JsonReader Open(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = JsonText.MaximumDepth + 1 });
        reader.Read();
        return reader;
    }

    /// <summary>Finds the value of a member.</summary>
    /// <param name="json">The text that the index is of.</param>
    /// <param name="name">The member's name.</param>
    /// <param name="value">Where its value stands.</param>
    public bool TryFind(ReadOnlySpan<byte> json, string name, out Range value)
    {
        var hash = (ulong)HashOf(name) << 32;
        var at = _places.AsSpan().BinarySearch(hash);
        for (var i = at < 0 ? ~at : at; i < _places.Length && _places[i] >> 32 == hash >> 32; i++)
        {
            if (TryRead(json, (int)(uint)_places[i], name, out value)) return true;
        }
        value = default;
        return false;
    }

    private static bool TryRead(ReadOnlySpan<byte> json, int place, string name, out Range value)
    {
        value = default;
        // Alone a name is a text, and what follows its colon a value.
        var text = new Utf8JsonReader(json[place..]);
        if (!text.Read() || !text.ValueTextEquals(name)) return false;
        var start = place + (int)text.BytesConsumed;
        start += json[start..].IndexOf((byte)':') + 1;
        var read = new Utf8JsonReader(json[start..], new JsonReaderOptions { MaxDepth = JsonText.MaximumDepth + 1 });
        read.Read();
        var first = start + (int)read.TokenStartIndex;
        read.Skip();
        value = first..(start + (int)read.BytesConsumed);
        return true;
    }

    private static uint HashOf(string name)
    {
        Span<byte> room = stackalloc byte[OnStack];
        var length = Encoding.UTF8.GetMaxByteCount(name.Length);
        var bytes = length <= OnStack ? room : new byte[length];
        return HashOf(bytes[..Encoding.UTF8.GetBytes(name, bytes)]);
    }

    private static uint HashOf(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped) return HashOf(reader.ValueSpan);
        Span<byte> room = stackalloc byte[OnStack];
        var bytes = reader.ValueSpan.Length <= OnStack ? room : new byte[reader.ValueSpan.Length];
        return HashOf(bytes[..reader.CopyString(bytes)]);
    }

    private static uint HashOf(ReadOnlySpan<byte> name)
    {
        var hash = new HashCode();
        hash.AddBytes(name);
        return (uint)hash.ToHashCode();
    }
}
