using System.Collections.Immutable;
using Argos.Rules.Cli.LanguageServer.Protocol;
using Argos.Rules.Sandbox.AllowLists;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using LanguageNames = Argos.Rules.Compiler.Wording.LanguageNames;

namespace Argos.Rules.Cli.LanguageServer.Analysis.Policies;

/// <summary>What can be written at a place of a policy: only what the sandbox lets a policy use.</summary>
internal static class PolicyCompletion
{
    private static readonly ImmutableArray<string> Keywords =
    [
        "var", "if", "else", "return", "foreach", "in", "for", "while", "do", "break", "continue", "switch", "case", "default", "when",
        "is", "not",
        "and", "or", "null", "true", "false", "new", "with", "record", "const", "string", "int", "long", "bool",
    ];

    public static CompletionList Complete(PolicyText policy)
    {
        var token = policy.Root.FindToken(Math.Max(0, policy.Offset - 1));
        if (FrontMatterHelp.Complete(policy) is { } ofFrontMatter) return ofFrontMatter;
        if (IsInComment(policy)) return Nothing;
        if (IsInText(policy, token)) return StringHelp.Complete(policy, token);
        var left = LeftOf(token, policy.Offset);
        IEnumerable<CompletionItem> items = left is not null ? Members(policy, left) : AtPlace(policy, token);
        return new CompletionList(false, [.. items]);
    }

    private static CompletionList Nothing => new(false, []);

    /// <summary>What stands before the dot behind which something is written.</summary>
    private static ExpressionSyntax? LeftOf(SyntaxToken token, int offset)
    {
        // What is written may have a beginning already: `Input.Do`.
        var dot = token.IsKind(SyntaxKind.DotToken) ? token
            : token.IsKind(SyntaxKind.IdentifierToken) && token.Span.End >= offset ? token.GetPreviousToken() : default;
        if (!dot.IsKind(SyntaxKind.DotToken)) return null;
        return dot.Parent switch
        {
            MemberAccessExpressionSyntax access => access.Expression,
            MemberBindingExpressionSyntax binding => binding.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>()?.Expression,
            QualifiedNameSyntax qualified => qualified.Left,
            _ => null,
        };
    }

    private static IEnumerable<CompletionItem> Members(PolicyText policy, ExpressionSyntax left)
    {
        var symbol = policy.Model.GetSymbolInfo(left).Symbol;
        // `Input . Name` at the beginning of a line reads as a type while it is being written.
        var type = LanguageNames.TypeOf(left, policy.Model) ?? Speculated(policy, left);
        if (type is null or IErrorTypeSymbol) return [];
        var ofType = symbol is ITypeSymbol;
        return policy.Model.LookupSymbols(left.SpanStart, container: type, includeReducedExtensionMethods: !ofType)
            .Where(s => s.CanBeReferencedByName && IsUsable(s, policy)
                && (s is ITypeSymbol || s.IsStatic == ofType || s is IMethodSymbol { ReducedFrom: not null }))
            .GroupBy(static s => s.Name, StringComparer.Ordinal).Select(Item);
    }

    private static ITypeSymbol? Speculated(PolicyText policy, ExpressionSyntax left) => policy.Model
        .GetSpeculativeTypeInfo(left.SpanStart, SyntaxFactory.ParseExpression(left.ToString()),
            SpeculativeBindingOption.BindAsExpression).Type;

    private static IEnumerable<CompletionItem> AtPlace(PolicyText policy, SyntaxToken token)
    {
        var start = token.IsKind(SyntaxKind.IdentifierToken) ? token.SpanStart : policy.Offset;
        var symbols = policy.Model.LookupSymbols(start)
            .Where(s => s.CanBeReferencedByName && (s is ILocalSymbol or IParameterSymbol or IRangeVariableSymbol || IsUsable(s, policy)));
        return symbols.GroupBy(static s => s.Name, StringComparer.Ordinal).Select(Item)
            .Concat(NamedArguments(policy, token))
            .Concat(Keywords.Select(static word => new CompletionItem(word, CompletionKinds.Keyword) { SortText = "4" + word }));
    }

    /// <summary>The parameters of the call that a place is in, which can be given by name.</summary>
    private static IEnumerable<CompletionItem> NamedArguments(PolicyText policy, SyntaxToken token)
    {
        if (token.Parent?.FirstAncestorOrSelf<ArgumentListSyntax>() is not { Parent: InvocationExpressionSyntax call } list) return [];
        var before = token.IsKind(SyntaxKind.IdentifierToken) ? token.GetPreviousToken() : token;
        if (before.Parent != list || !(before.IsKind(SyntaxKind.OpenParenToken) || before.IsKind(SyntaxKind.CommaToken))) return [];
        return PolicySignatures.Methods(policy, call).SelectMany(static m => m.Parameters).DistinctBy(static p => p.Name).Select(static p =>
            new CompletionItem(p.Name + ":", CompletionKinds.Variable)
            {
                Detail = SymbolText.Signature(p),
                Documentation = SymbolText.OfParameter(p),
                InsertText = p.Name + ": ",
                SortText = "0" + p.Name,
            });
    }

    private static bool IsUsable(ISymbol symbol, PolicyText policy) => symbol switch
    {
        _ when SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, policy.Model.Compilation.Assembly) =>
            !symbol.IsImplicitlyDeclared,
        INamespaceSymbol => false,
        INamedTypeSymbol type =>
            type.OriginalDefinition.GetDocumentationCommentId() is { Length: > 2 } id && AllowList.Language.HasType(id[2..])
            && !type.Name.EndsWith("Attribute", StringComparison.Ordinal),
        ILocalSymbol or IParameterSymbol => true,
        _ => LanguageNames.IsListed(symbol),
    };

    private static CompletionItem Item(IGrouping<string, ISymbol> same)
    {
        var symbol = same.First();
        var others = same.Count() - 1;
        var (kind, order) = symbol switch
        {
            ILocalSymbol or IParameterSymbol or IRangeVariableSymbol => (CompletionKinds.Variable, "0"),
            IFieldSymbol { ContainingType.TypeKind: TypeKind.Enum } => (CompletionKinds.EnumMember, "1"),
            IFieldSymbol => (CompletionKinds.Field, "1"),
            IPropertySymbol => (CompletionKinds.Property, "1"),
            IMethodSymbol { ReducedFrom: not null } => (CompletionKinds.Method, "3"),
            IMethodSymbol => (CompletionKinds.Method, "2"),
            INamedTypeSymbol { TypeKind: TypeKind.Enum } => (CompletionKinds.Enum, "3"),
            _ => (CompletionKinds.Class, "3"),
        };
        return new CompletionItem(symbol.Name, kind)
        {
            Detail = SymbolText.Signature(symbol) + (others > 0 ? $" (+{others})" : ""),
            Documentation = SymbolText.Documented(symbol),
            SortText = order + symbol.Name,
        };
    }

    private static bool IsInText(PolicyText policy, SyntaxToken token) => token.SpanStart < policy.Offset
        && (token.IsKind(SyntaxKind.StringLiteralToken) || token.IsKind(SyntaxKind.InterpolatedStringTextToken))
        && (policy.Offset < token.Span.End || !IsClosed(token));

    /// <summary>Whether a text has its closing quote.</summary>
    private static bool IsClosed(SyntaxToken token) => token.Text.Length > 1 && token.Text[^1] == '"' && !token.ContainsDiagnostics;

    private static bool IsInComment(PolicyText policy)
    {
        var trivia = policy.Root.FindTrivia(Math.Max(0, policy.Offset - 1));
        return trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia);
    }
}
