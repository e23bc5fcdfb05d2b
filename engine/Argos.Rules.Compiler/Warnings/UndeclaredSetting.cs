using System.Collections.Immutable;
using Argos.Rules.Language;
using Argos.Rules.Sandbox.Declarations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Argos.Rules.Compiler.Warnings;

/// <summary>A setting that is read and not declared: a document that has it is refused, and one without it reads as nothing.</summary>
internal static class UndeclaredSetting
{
    public static IEnumerable<PolicyWarnings.Finding> Find(SyntaxNode root, SemanticModel model)
    {
        // What is wrong with the front matter is reported where it is read; here only the names count.
        var schema = FrontMatterParser.Parse("", root.GetText().ToString(), ImmutableArray.CreateBuilder<Contracts.Management.Diagnostic>()).Settings;
        foreach (var name in Reads(root, model))
        {
            var text = name.Token.ValueText;
            if (schema.Find(text) is not null) continue;
            yield return new(name, "ARG1007", $"the front matter does not declare the setting {Described(text, schema)}");
        }
    }

    private static string Described(string text, SettingsSchema schema)
    {
        var described = NearestName.Described(text, schema.All.Select(static d => d.Name));
        return described.EndsWith('?') ? described : $"{described}: write it there, such as `// settings:` and `//   {NearestName.Shown(text)}: {{type: text, required: true}}`";
    }

    private static IEnumerable<LiteralExpressionSyntax> Reads(SyntaxNode root, SemanticModel model) =>
        from node in root.DescendantNodes()
        let arguments = node switch
        {
            InvocationExpressionSyntax call => call.ArgumentList.Arguments,
            ElementAccessExpressionSyntax access => access.ArgumentList.Arguments,
            _ => default(SeparatedSyntaxList<ArgumentSyntax>?),
        }
        where arguments is not null && model.GetSymbolInfo(node).Symbol?.ContainingType is { Name: nameof(PolicySettings) } type && type.ContainingNamespace.ToDisplayString() == typeof(PolicySettings).Namespace
        // All arguments of `FirstMissing` are names; of the others the first is.
        from argument in model.GetSymbolInfo(node).Symbol is { Name: nameof(PolicySettings.FirstMissing) } ? arguments.Value : arguments.Value.Take(1)
        let literal = argument.Expression as LiteralExpressionSyntax
        where literal?.IsKind(SyntaxKind.StringLiteralExpression) == true
        select literal;
}
