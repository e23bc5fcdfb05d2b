using Argos.Rules.Cli.LanguageServer.Protocol;
using Argos.Rules.Cli.Reference;
using Microsoft.CodeAnalysis;

namespace Argos.Rules.Cli.LanguageServer.Analysis.Policies;

/// <summary>A symbol in words: how it is written, and what `argos docs` says of it.</summary>
internal static class SymbolText
{
    private static readonly Lazy<Documentation> Known = new(Documentation.Load);

    private static readonly SymbolDisplayFormat Form = SymbolDisplayFormat.MinimallyQualifiedFormat
        .WithMemberOptions(SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType)
        .WithKindOptions(SymbolDisplayKindOptions.None);

    /// <summary>One line: type, name, parameters.</summary>
    public static string Signature(ISymbol symbol) => symbol.ToDisplayString(Form);

    public static Markdown? Documented(ISymbol symbol)
    {
        var key = KeyOf(symbol);
        var parts = new List<string> { Known.Value.Part(key, "summary") };
        parts.AddRange(Known.Value.Parameters(key).Select(static p => $"- `{p.Name}`: {p.Text}"));
        if (Known.Value.Part(key, "returns") is { Length: > 0 } returns) parts.Add("Gives: " + returns);
        parts.Add(Known.Value.Part(key, "remarks"));
        var text = string.Join("\n\n", parts.Where(static p => p.Length > 0));
        return text.Length == 0 ? null : new Markdown(text);
    }

    public static Markdown? OfParameter(IParameterSymbol parameter)
    {
        if (parameter.ContainingSymbol is not { } owner) return null;
        var text = Known.Value.Parameters(KeyOf(owner)).FirstOrDefault(p => p.Name == parameter.Name).Text;
        return string.IsNullOrEmpty(text) ? null : new Markdown(text);
    }

    /// <summary>Signature and documentation, as a hover shows them.</summary>
    public static Markdown Whole(ISymbol symbol)
    {
        var code = $"```csharp\n{Signature(symbol)}\n```";
        return new Markdown(Documented(symbol) is { } said ? $"{code}\n\n{said.Value}" : code);
    }

    private static string KeyOf(ISymbol symbol) =>
        ((symbol as IMethodSymbol)?.ReducedFrom ?? symbol).OriginalDefinition.GetDocumentationCommentId() ?? "";
}
