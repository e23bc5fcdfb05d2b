using Argos.Rules.Cli.LanguageServer.Documents;
using Argos.Rules.Cli.LanguageServer.Protocol;
using Argos.Rules.Cli.Settings;
using Argos.Rules.Compiler;
using Argos.Rules.Sandbox.Declarations;
using Microsoft.CodeAnalysis;

namespace Argos.Rules.Cli.LanguageServer.Analysis.Policies;

/// <summary>A policy that is looked into, and the place that is asked about.</summary>
/// <param name="Uri">The document.</param>
/// <param name="Text">Its text.</param>
/// <param name="Offset">The place.</param>
/// <param name="Model">What the names mean.</param>
internal sealed record PolicyText(string Uri, string Text, int Offset, SemanticModel Model)
{
    public SyntaxNode Root { get; } = Model.SyntaxTree.GetRoot();

    /// <summary>The settings that the front matter declares.</summary>
    public SettingsSchema Settings => DeclaredPolicies.Of(DocumentNames.PolicyId(Uri), Text).FrontMatter.Settings;

    /// <summary>Looks into a document; <see langword="null"/> when a compiler must not see it.</summary>
    public static PolicyText? Of(AnalyzedText document, TextPosition position) =>
        PolicyCompiler.Understand(DocumentNames.PolicyId(document.Uri), document.Text, CancellationToken.None) is { } model
            ? new PolicyText(document.Uri, document.Text, TextLines.OffsetOf(document.Text, position), model) : null;

    public TextRange RangeOf(Microsoft.CodeAnalysis.Text.TextSpan span) => TextLines.RangeOf(Text, span.Start, span.End);
}
