using System.Collections.Immutable;
using System.Text.Json;
using Argos.Rules.Cli.LanguageServer.Analysis;
using Argos.Rules.Cli.LanguageServer.Documents;
using Argos.Rules.Cli.LanguageServer.Protocol;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Policies;

namespace Argos.Rules.Cli.LanguageServer.Checking;

/// <summary>What `argos check` says of a document. A policy is compiled by the compiler's process, and is not loaded.</summary>
internal sealed class DocumentChecker(LanguageServices services, RelatedDocuments related) : IDisposable
{
    private readonly PolicyActivator _activator = new(services.Compiler.CompileAsync, static _ => null);

    public async Task<ImmutableArray<EditorDiagnostic>> CheckAsync(OpenDocument document, CancellationToken cancellation)
    {
        if (document.Text is not { } text) return DiagnosticForm.Of("", [new Diagnostic("file", "the file is too large to be looked at")]);
        return document.Kind switch
        {
            DocumentKind.Policy => await PolicyAsync(document.Uri, text, cancellation),
            DocumentKind.Tests or DocumentKind.Settings or DocumentKind.Beside => await TextAsync(document, cancellation),
            _ => [],
        };
    }

    public void Dispose() => _activator.Dispose();

    private async Task<ImmutableArray<EditorDiagnostic>> PolicyAsync(string uri, string text, CancellationToken cancellation)
    {
        var prepared = await _activator.PrepareAsync(DocumentNames.PolicyId(uri), text, owner: null, cancellation);
        return DiagnosticForm.Of(text, prepared.Diagnostics);
    }

    private async Task<ImmutableArray<EditorDiagnostic>> TextAsync(OpenDocument document, CancellationToken cancellation)
    {
        ImmutableArray<AnalyzedText> beside = [.. related.Of(document).Select(AnalyzedText.Of)];
        var request = new AnalysisRequest(AnalysisMethods.Check, AnalyzedText.Of(document), beside, null);
        return await services.Analysis.LookAsync(request, cancellation) is { } result
            ? result.Deserialize(ProtocolJson.Default.ImmutableArrayEditorDiagnostic)
            : DiagnosticForm.Of("", [new Diagnostic("file", "looking at the file took too long: make it simpler")]);
    }
}
