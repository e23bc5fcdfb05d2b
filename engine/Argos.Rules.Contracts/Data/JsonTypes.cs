using System.Text.Json;

namespace Argos.Rules.Contracts.Data;

/// <summary>Says that a member of an object is of the wrong type, and what to write instead.</summary>
internal static class JsonTypes
{
    /// <summary>What is wrong when a member is not a text.</summary>
    public static string? Text(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => null,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => Wrong(name, "a text", value) + ": put it in quotes",
        _ => Wrong(name, "a text", value),
    };

    /// <summary>What is wrong when a member is not a mapping of names to texts.</summary>
    public static string? Texts(string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object) return Wrong(name, "a mapping of names to texts", value);
        foreach (var member in value.EnumerateObject())
            if (Text($"{name}.{member.Name}", member.Value) is { } problem) return problem;
        return null;
    }

    /// <summary>What is wrong with a member of another type.</summary>
    public static string Wrong(string name, string expected, JsonElement value) => $"`{name}` must be {expected}, and is {KindOf(value)}";

    private static string KindOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "a mapping",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        _ => "null",
    };
}
