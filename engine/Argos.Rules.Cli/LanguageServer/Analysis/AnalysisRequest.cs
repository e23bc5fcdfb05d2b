using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Argos.Rules.Cli.LanguageServer.Documents;
using Argos.Rules.Cli.LanguageServer.Protocol;

namespace Argos.Rules.Cli.LanguageServer.Analysis;

/// <summary>What the analysis process is asked: a method of the protocol, or one of <see cref="AnalysisMethods"/>.</summary>
/// <param name="Method">The method.</param>
/// <param name="Document">The document.</param>
/// <param name="Related">The documents that belong to it.</param>
/// <param name="Parameters">What the editor sent.</param>
internal sealed record AnalysisRequest(
    string Method, AnalyzedText Document, ImmutableArray<AnalyzedText> Related, JsonElement? Parameters)
{
    /// <summary>What the editor sent; an empty object when it sent nothing.</summary>
    [JsonIgnore]
    public JsonElement Given => Parameters ?? JsonElement.Parse("{}");

    /// <summary>The place that is asked about.</summary>
    public TextPosition Position() => TextPosition.Read(Given.GetProperty("position"));
}

/// <summary>A document of a request.</summary>
internal sealed record AnalyzedText(string Uri, string Text)
{
    public DocumentKind Kind { get; } = DocumentNames.KindOf(Uri);

    public string Name => DocumentNames.NameOf(Uri);

    /// <summary>Those of documents whose text is known.</summary>
    public static ImmutableArray<AnalyzedText> Of(IEnumerable<OpenDocument> documents) =>
        [.. documents.Where(static d => d.Text is not null).Select(static d => new AnalyzedText(d.Uri, d.Text!))];
}

/// <summary>What the analysis process says.</summary>
/// <param name="Result">The result, as the editor gets it.</param>
/// <param name="Problem">Why there is none.</param>
internal sealed record AnalysisResponse(JsonElement? Result, string? Problem = null);
