using System.Collections.Immutable;
using Argos.Rules.Cli.Evaluation;
using Argos.Rules.Cli.LanguageServer.Documents;
using Argos.Rules.Cli.LanguageServer.Protocol;
using Argos.Rules.Cli.Settings;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Policies;
using Argos.Rules.Testing;

namespace Argos.Rules.Cli.LanguageServer.Analysis;

/// <summary>What `argos check` says of tests and settings, and what `argos eval` would say of documents beside a policy.</summary>
internal static class TextCheck
{
    public static ImmutableArray<EditorDiagnostic> Run(AnalysisRequest request)
    {
        var document = request.Document;
        var policies = Declared(request.Related);
        var found = document.Kind switch
        {
            DocumentKind.Tests => Tests(document, policies),
            DocumentKind.Settings => SettingsRun.Of(SettingsFileReader.Parse(document.Text, document.Name, document.Name), policies),
            DocumentKind.Beside => DocumentFindings.Of(document.Name, document.Text),
            _ => [],
        };
        return DiagnosticForm.Of(document.Text, found);
    }

    /// <summary>The policies among documents, of which only the front matter is read.</summary>
    public static PolicySet Declared(IEnumerable<AnalyzedText> texts) => texts.Where(static t => t.Kind == DocumentKind.Policy)
        .Aggregate(PolicySet.Empty, static (set, text) => set.With(DeclaredPolicies.Of(DocumentNames.PolicyId(text.Uri), text.Text)));

    private static IEnumerable<Diagnostic> Tests(AnalyzedText document, PolicySet policies)
    {
        var diagnostics = new TestDiagnostics(document.Name);
        PolicyTestFileReader.Read(document.Text, diagnostics);
        return [.. diagnostics.Sorted(), .. TestSettings.Of(document.Name, document.Text, policies)];
    }
}
