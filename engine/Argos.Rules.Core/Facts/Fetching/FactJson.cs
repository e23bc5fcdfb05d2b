using System.Text.Json;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Texts;
using Argos.Rules.Language.Facts;

namespace Argos.Rules.Core.Facts.Fetching;

/// <summary>Reads the JSON that sources answer with.</summary>
internal static class FactJson
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    /// <summary>The document; missing when it is not JSON.</summary>
    public static DataValue Read(ReadOnlySpan<byte> body)
    {
        try
        {
            return new DataValue(JsonElement.Parse(ByteOrderMark.Without(body), Strict));
        }
        catch (JsonException)
        {
            return DataValue.Missing;
        }
    }

    /// <summary>A value made of texts that are names already.</summary>
    public static FactAnswer Known(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer)) write(json);
        return FactAnswer.Known(new DataValue(JsonElement.Parse(buffer.ToArray())));
    }

    /// <summary>A JWKS document; a refusal when it is none.</summary>
    public static FactAnswer Keys(ReadOnlySpan<byte> body) => Read(body) is var keys && keys["keys"].IsArray ? FactAnswer.Known(keys) : FactAnswer.Refused("what should be a JWKS document is none");
}
