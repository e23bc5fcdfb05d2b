using System.Collections.Immutable;
using Argos.Rules.Cli.LanguageServer.Protocol;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using LanguageNames = Argos.Rules.Compiler.Wording.LanguageNames;

namespace Argos.Rules.Cli.LanguageServer.Analysis.Policies;

/// <summary>The ways to write the call that a place is in.</summary>
internal static class PolicySignatures
{
    public static SignatureHelp? At(PolicyText policy)
    {
        var token = policy.Root.FindToken(Math.Max(0, policy.Offset - 1));
        var list = token.Parent?.AncestorsAndSelf().OfType<ArgumentListSyntax>().FirstOrDefault(l => IsInside(l, policy.Offset));
        if (list?.Parent is not InvocationExpressionSyntax call) return null;
        var methods = Methods(policy, call).ToImmutableArray();
        if (methods.IsEmpty) return null;
        var at = list.Arguments.GetSeparators().Count(s => s.SpanStart < policy.Offset);
        var named = list.Arguments.ElementAtOrDefault(at)?.NameColon?.Name.Identifier.Text;
        var meant = policy.Model.GetSymbolInfo(call).Symbol;
        var active = methods.IndexOf(methods.FirstOrDefault(m => SymbolEqualityComparer.Default.Equals(m, meant))
            ?? methods.FirstOrDefault(m => m.Parameters.Length > at) ?? methods[0]);
        var parameter = named is null
            ? at
            : Math.Max(0, methods[active].Parameters.IndexOf(methods[active].Parameters.FirstOrDefault(p => p.Name == named)!));
        return new SignatureHelp([.. methods.Select(Signature)], active, parameter);
    }

    /// <summary>The methods of a name that a policy may call.</summary>
    public static IEnumerable<IMethodSymbol> Methods(PolicyText policy, InvocationExpressionSyntax call)
    {
        var group = policy.Model.GetMemberGroup(call.Expression).OfType<IMethodSymbol>().ToArray();
        if (group.Length == 0) group = [.. policy.Model.GetSymbolInfo(call).CandidateSymbols.OfType<IMethodSymbol>()];
        return group.Where(static m => m.MethodKind == MethodKind.LocalFunction || m.ContainingType?.IsScriptClass == true
            || LanguageNames.IsListed(m));
    }

    private static bool IsInside(ArgumentListSyntax list, int offset) =>
        list.OpenParenToken.Span.End <= offset && (list.CloseParenToken.IsMissing || offset <= list.CloseParenToken.SpanStart);

    private static Signature Signature(IMethodSymbol method) => new(
        SymbolText.Signature(method), SymbolText.Documented(method),
        [.. method.Parameters.Select(static p => new SignatureParameter(SymbolText.Signature(p), SymbolText.OfParameter(p)))]);
}
