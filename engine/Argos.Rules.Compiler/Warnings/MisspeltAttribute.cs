using System.Reflection;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Contracts.Texts;
using Argos.Rules.Language;
using Argos.Rules.Sandbox.Declarations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Argos.Rules.Compiler.Warnings;

/// <summary>An attribute that is nearly one that ZTS sends: it reads as empty for ever. Other names are left alone, because ZTS learns new
/// ones.</summary>
internal static class MisspeltAttribute
{
    private static readonly string[] Known =
        [.. typeof(AttributeNames).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(static f => (string)f.GetRawConstantValue()!)];

    public static IEnumerable<PolicyWarnings.Finding> Find(SyntaxNode root, SemanticModel model) =>
        from call in root.DescendantNodes().OfType<InvocationExpressionSyntax>()
        where model.GetSymbolInfo(call).Symbol is IMethodSymbol
        {
            Name: nameof(PolicyInput.Attribute),
            ContainingType.Name: nameof(PolicyInput)
        }
        let literal = call.ArgumentList.Arguments.FirstOrDefault()?.Expression as LiteralExpressionSyntax
        where literal?.IsKind(SyntaxKind.StringLiteralExpression) == true
        let name = literal.Token.ValueText
        where !Known.Contains(name, StringComparer.Ordinal) && Suggestions.Nearest(name, Known) is not null
        select new PolicyWarnings.Finding(literal, "ARG1009",
            $"ZTS sends no attribute {NearestName.Described(name, Known)} Names are exact, and one that is not there reads as empty");
}
