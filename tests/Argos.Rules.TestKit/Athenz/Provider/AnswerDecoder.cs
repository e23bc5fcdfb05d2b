using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Argos.Rules.TestKit.Athenz.Provider;

/// <summary>Decodes an InstanceConfirmation as strictly as Jackson does in ZTS: no other property, exact case, scalars become text.</summary>
internal static class AnswerDecoder
{
    private static readonly ImmutableHashSet<string> Texts = ["provider", "domain", "service", "attestationData"];

    /// <summary>The attributes of the answer, empty when there are none.</summary>
    public static ImmutableDictionary<string, string> Decode(ProviderExchange exchange)
    {
        if (exchange.ContentType != "application/json") throw Undecodable("the content type is not JSON");
        try
        {
            // What follows the first value is ignored.
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(exchange.Answer), new JsonReaderOptions { AllowMultipleValues = true });
            using var json = JsonDocument.ParseValue(ref reader);
            return Read(json.RootElement);
        }
        catch (JsonException)
        {
            throw Undecodable("the body is not JSON");
        }
    }

    private static ImmutableDictionary<string, string> Read(JsonElement root)
    {
        // ZTS uses the confirmation without looking whether there is one.
        if (root.ValueKind == JsonValueKind.Null) throw new ZtsRefusal(500, "internal server error: NullPointerException");
        if (root.ValueKind != JsonValueKind.Object) throw Undecodable("the body is not an object");
        var attributes = ImmutableDictionary<string, string>.Empty;
        foreach (var property in root.EnumerateObject())
        {
            if (Texts.Contains(property.Name)) Text(property);
            else if (property.Name == "attributes") attributes = Attributes(property.Value);
            else throw Undecodable($"Unrecognized field \"{property.Name}\"");
        }
        return attributes;
    }

    private static ImmutableDictionary<string, string> Attributes(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null) return ImmutableDictionary<string, string>.Empty;
        if (value.ValueKind != JsonValueKind.Object) throw Undecodable("attributes are not an object");
        var all = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            if (Text(property) is { } text) all[property.Name] = text;
        }
        return all.ToImmutable();
    }

    private static string? Text(JsonProperty property) => property.Value.ValueKind switch
    {
        JsonValueKind.String => property.Value.GetString(),
        JsonValueKind.Null => null,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => property.Value.GetRawText(),
        _ => throw Undecodable($"{property.Name} is not a text"),
    };

    private static ZtsRefusal Undecodable(string why) => ZtsRefusal.Forbidden(why);
}
