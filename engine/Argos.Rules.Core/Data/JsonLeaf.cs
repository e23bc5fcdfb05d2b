using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Core.Data;

/// <summary>A document, kept as the bytes that were sent and parsed when a policy first reads it.</summary>
internal sealed class JsonLeaf : DataNode
{
    private readonly byte[] _json;
    private readonly UInt128 _hash;
    private StrongBox<JsonElement>? _read;

    private JsonLeaf(byte[] json, UInt128 hash) => (_json, _hash) = (json, hash);

    public override SetDigest Digest => new(1, _hash);

    public bool IsObject => _json[0] == (byte)'{';

    public bool IsArray => _json[0] == (byte)'[';

    public static JsonLeaf At(DataPath path, JsonElement value)
    {
        var json = JsonMarshal.GetRawUtf8Value(value);
        return new JsonLeaf(json.ToArray(), SetDigest.HashOf(path.ToString(), json));
    }

    public override JsonElement Read() => (_read ??= new StrongBox<JsonElement>(Peek())).Value;

    public override JsonElement Peek() => _read is { } read ? read.Value : JsonText.Parse(_json);

    public override void Write(Utf8JsonWriter writer) => writer.WriteRawValue(_json, skipInputValidation: true);
}
