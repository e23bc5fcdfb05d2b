using System.Text.Encodings.Web;
using System.Text.Json;

namespace Argos.Rules.Core.Data;

/// <summary>How JSON is read and written here: no member twice (readers disagree about which one counts), nothing escaped without need.</summary>
internal static class JsonText
{
    /// <summary>Depth of one value; as deep as a request body may be.</summary>
    public const int MaximumDepth = 64;

    public static JsonDocumentOptions ReaderOptions { get; } = new() { AllowDuplicateProperties = false, MaxDepth = MaximumDepth };

    // A tree is deeper than any value in it: a path of branches ends in a leaf.
    public static JsonWriterOptions WriterOptions { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 256, SkipValidation = true };

    private static readonly JsonDocumentOptions OwnOptions = new() { MaxDepth = 256 };

    /// <summary>Parses text that was checked when it came in; the value owns its memory.</summary>
    public static JsonElement Parse(ReadOnlySpan<byte> json) => JsonElement.Parse(json, OwnOptions);
}
