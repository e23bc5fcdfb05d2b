using System.Text.Json;
using Argos.Rules.Contracts.Collections;

namespace Argos.Rules.Contracts.Data;

/// <summary>
/// A JSON value as a policy sees it: read-only, and never an exception. What is missing or of another type reads as
/// <see langword="null"/> or empty, so a check has to say what it expects.
/// </summary>
public readonly struct DataValue
{
    private readonly JsonElement _element;

    /// <summary>Wraps a JSON value; the default element is a missing value. The element must outlive this value.</summary>
    public DataValue(JsonElement element) => _element = element;

    internal JsonElement Element => _element;

    /// <summary>A value that is not there.</summary>
    public static DataValue Missing => default;

    /// <summary>Whether there is a value; JSON <c>null</c> counts as missing.</summary>
    public bool Exists => _element.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>Whether this is an object.</summary>
    public bool IsObject => _element.ValueKind == JsonValueKind.Object;

    /// <summary>Whether this is an array.</summary>
    public bool IsArray => _element.ValueKind == JsonValueKind.Array;

    /// <summary>The string, or <see langword="null"/> when this is anything else.</summary>
    public string? Text => _element.ValueKind == JsonValueKind.String ? _element.GetString() : null;

    /// <summary>The whole number, or <see langword="null"/> when this is anything else or does not fit.</summary>
    public long? Number => _element.ValueKind == JsonValueKind.Number && _element.TryGetInt64(out var number) ? number : null;

    /// <summary>The truth value, or <see langword="null"/> when this is anything else.</summary>
    public bool? Flag => _element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>The number of items of an array or members of an object; 0 for anything else.</summary>
    public int Count => _element.ValueKind switch
    {
        JsonValueKind.Array => _element.GetArrayLength(),
        JsonValueKind.Object => _element.GetPropertyCount(),
        _ => 0,
    };

    /// <summary>The member of an object; missing when there is none or this is not an object. Case-sensitive.</summary>
    public DataValue this[string name] =>
        _element.ValueKind == JsonValueKind.Object && _element.TryGetProperty(name, out var member) ? new DataValue(member) : Missing;

    /// <summary>The item of an array, from 0; missing when there is none or this is not an array.</summary>
    public DataValue this[int index] =>
        _element.ValueKind == JsonValueKind.Array && index >= 0 && index < _element.GetArrayLength() ? new DataValue(_element[index]) : Missing;

    /// <summary>The items of an array; empty for anything else.</summary>
    public FixedList<DataValue> Items
    {
        get
        {
            if (_element.ValueKind != JsonValueKind.Array) return [];
            var (items, at) = (new DataValue[_element.GetArrayLength()], 0);
            foreach (var item in _element.EnumerateArray()) items[at++] = new DataValue(item);
            return FixedList.Take(items);
        }
    }

    /// <summary>The strings of an array (items of other types are left out); a single string counts as an array of one.</summary>
    public FixedList<string> Texts
    {
        get
        {
            if (_element.ValueKind == JsonValueKind.String) return [_element.GetString()!];
            if (_element.ValueKind != JsonValueKind.Array) return [];
            var (texts, count) = (new string[_element.GetArrayLength()], 0);
            foreach (var item in _element.EnumerateArray())
            {
                if (item.ValueKind == JsonValueKind.String) texts[count++] = item.GetString()!;
            }
            return FixedList.Take(count == texts.Length ? texts : texts[..count]);
        }
    }

    /// <summary>The names of an object's members, in document order; empty for anything else.</summary>
    public FixedList<string> Names =>
        _element.ValueKind == JsonValueKind.Object ? FixedList.Take(_element.EnumerateObject().Select(static p => p.Name).ToArray()) : [];

    /// <summary>The JSON text; empty when missing.</summary>
    public override string ToString() => _element.ValueKind == JsonValueKind.Undefined ? "" : _element.GetRawText();
}
