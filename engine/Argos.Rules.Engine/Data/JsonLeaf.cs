using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Engine.Data;

/// <summary>A document, kept as the bytes that were sent and parsed when a policy first reads it.</summary>
internal sealed class JsonLeaf : DataNode
{
    /// <summary>The length of a large object's text.</summary>
    public const int LargeBytes = 64 * 1024;

    private readonly byte[] _json;
    private readonly UInt128 _hash;
    private StrongBox<JsonElement>? _read;
    private MemberIndex? _members;

    private JsonLeaf(byte[] json, UInt128 hash) => (_json, _hash) = (json, hash);

    public override SetDigest Digest => new(1, _hash);

    public bool IsObject => _json[0] == (byte)'{';

    /// <summary>Whether it is an object that is not taken apart for the sake of one member.</summary>
    public bool IsLarge => IsObject && _json.Length >= LargeBytes;

    /// <summary>The length of its text in bytes.</summary>
    public int Length => _json.Length;

    public bool IsArray => _json[0] == (byte)'[';

    public static JsonLeaf At(DataPath path, JsonElement value)
    {
        var json = JsonMarshal.GetRawUtf8Value(value);
        return new JsonLeaf(json.ToArray(), SetDigest.HashOf(path.ToString(), json));
    }

    /// <summary>Whether there is a member; for large objects.</summary>
    public bool HasMember(string name) => Members.TryFind(_json, name, out _);

    /// <summary>The value of a member, for one use; for large objects.</summary>
    public bool TryMember(string name, out JsonElement value)
    {
        value = default;
        if (!Members.TryFind(_json, name, out var place)) return false;
        value = JsonText.Parse(_json.AsSpan(place));
        return true;
    }

    /// <summary>Writes its members but for some.</summary>
    public void WriteMembers<T>(Utf8JsonWriter writer, ImmutableSortedDictionary<string, T> but)
    {
        var reader = MemberIndex.Open(_json);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (but.ContainsKey(name)) continue;
            writer.WritePropertyName(name);
            writer.WriteRawValue(_json.AsSpan(start..(int)reader.BytesConsumed), skipInputValidation: true);
        }
    }

    private MemberIndex Members => _members ??= MemberIndex.Of(_json);

    /// <summary>The same array with one edit, without reading it as a whole; for large ones.</summary>
    /// <param name="at">Its place.</param>
    /// <param name="edit">What to do.</param>
    /// <param name="path">Where.</param>
    public Edited Spliced(DataPath at, Edit edit, DataPath path)
    {
        var text = new ArrayEditor(_json).Apply(path.Segments.AsSpan()[at.Segments.Length..], edit, path, out var problem);
        return text is null ? problem! : new JsonLeaf(text, SetDigest.HashOf(at.ToString(), text));
    }

    public override JsonElement Read() => (_read ??= new StrongBox<JsonElement>(Peek())).Value;

    public override JsonElement Peek() => _read is { } read ? read.Value : JsonText.Parse(_json);

    public override void Write(Utf8JsonWriter writer) => writer.WriteRawValue(_json, skipInputValidation: true);
}
