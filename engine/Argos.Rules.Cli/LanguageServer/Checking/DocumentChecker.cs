using System.Collections.Concurrent;
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
    private const string FileCode = "file";

    /// <summary>Above what can be open; a document that is closed while it is checked may stay behind.</summary>
    private const int MaximumKept = 400;

    private readonly PolicyActivator _activator = new(services.Compiler.CompileAsync, static _ => null);

    /// <summary>What was found last of each policy: a change beside it compiles the same text no second time.</summary>
    private readonly ConcurrentDictionary<string, CheckedPolicy> _last = new(StringComparer.Ordinal);

    public async Task<ImmutableArray<EditorDiagnostic>> CheckAsync(OpenDocument document, CancellationToken cancellation)
    {
        var beside = related.Of(document);
        if (!RelatedDocuments.IsOurs(document, beside)) return [];
        if (document.Text is not { } text) return Whole(document.Gap!);
        return document.Kind == DocumentKind.Policy
            ? await PolicyAsync(document.Uri, text, cancellation)
            : await TextAsync(new AnalyzedText(document.Uri, text), beside, cancellation);
    }

    /// <summary>Forgets what was found of a document.</summary>
    public void Forget(string uri) => _last.TryRemove(uri, out _);

    public void Dispose() => _activator.Dispose();

    private static ImmutableArray<EditorDiagnostic> Whole(string problem) => DiagnosticForm.Of("", [new Diagnostic(FileCode, problem)]);

    private async Task<ImmutableArray<EditorDiagnostic>> PolicyAsync(string uri, string text, CancellationToken cancellation)
    {
        if (_last.TryGetValue(uri, out var last) && last.Text == text) return last.Diagnostics;
        var prepared = await _activator.PrepareAsync(DocumentNames.PolicyId(uri), text, owner: null, cancellation);
        var found = DiagnosticForm.Of(text, prepared.Diagnostics);
        cancellation.ThrowIfCancellationRequested();
        if (_last.Count > MaximumKept) _last.Clear();
        _last[uri] = new CheckedPolicy(text, found);
        return found;
    }

    private async Task<ImmutableArray<EditorDiagnostic>> TextAsync(
        AnalyzedText document, ImmutableArray<OpenDocument> beside, CancellationToken cancellation)
    {
        // Without the policy, what it declares would be said to be unknown.
        if (beside.FirstOrDefault(static d => d.Text is null) is { } unknown)
            return [EditorDiagnostic.NotChecked($"not checked: {unknown.Name} beside it: {unknown.Gap}")];
        var request = new AnalysisRequest(AnalysisMethods.Check, document, AnalyzedText.Of(beside), null);
        return await services.Analysis.LookAsync(request, cancellation) is { } result
            ? result.Deserialize(ProtocolJson.Default.ImmutableArrayEditorDiagnostic)
            : Whole("looking at the file took too much time or memory: make it simpler");
    }

    private sealed record CheckedPolicy(string Text, ImmutableArray<EditorDiagnostic> Diagnostics);
}
