using System.Globalization;
using System.Text.RegularExpressions;
using Argos.Rules.Sandbox.AllowLists;
using Argos.Rules.Sandbox.Declarations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Argos.Rules.Compiler.Wording;

/// <summary>
/// What the compiler found, in words for the author of a policy: what is wrong, and what to write instead. Of assemblies, directives and
/// the
/// program that a policy becomes it does not speak.
/// </summary>
internal sealed partial class CompilerWords(SemanticModel? model)
{
    /// <summary>The message of a diagnostic of the compiler.</summary>
    public string Of(Diagnostic diagnostic)
    {
        var node = Node(diagnostic);
        var known = node is null ? null : diagnostic.Id switch
        {
            "CS0103" => UnknownName(node),
            "CS0246" or "CS0234" => UnknownType(node),
            "CS1061" or "CS0117" or "CS0122" => UnknownMember(node),
            "CS0019" or "CS0029" or "CS0266" or "CS1503" or "CS0023" or "CS0173" => Mismatches(node),
            "CS1929" => NotTaken(node),
            "CS0021" => NotIndexed(node),
            "CS1579" => NotAList(node),
            "CS8602" => "this may be missing (`null`) here; ask before: `if (value is { } known)`, or write `?.`",
            "CS8604" or "CS8600" or "CS8601" or "CS8603" =>
                "this may be missing (`null`), and what takes it needs a value; ask before: `if (value is { } known)`",
            _ => null,
        };
        return known ?? Plain(diagnostic.GetMessage(CultureInfo.InvariantCulture));
    }

    /// <summary>The compiler's own words without what only the compiler knows.</summary>
    private static string Plain(string message)
    {
        var text = Hints().Replace(message.ReplaceLineEndings(" "), "");
        text = Places().Replace(text, "");
        return Quotes().Replace(text, "`$1`");
    }

    private static SyntaxNode? Node(Diagnostic diagnostic) => diagnostic.Location is { IsInSource: true, SourceTree: { } tree }
        ? tree.GetRoot().FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true)
        : null;

    private string? UnknownName(SyntaxNode node)
    {
        var name = NearestName.Shown(node.ToString());
        if (Advice.ForUnknown(node.ToString()) is { } instead) return $"there is no `{name}` in a policy; {instead}";
        if (model is null) return null;
        var language = new LanguageNames(model);
        // What is meant is often there one level further in: `Domain` for `Input.Domain`.
        if (language.Within(node.ToString()) is { } inside) return $"there is no `{name}` here; did you mean `{inside}`?";
        return $"there is no {NearestName.Described(node.ToString(), language.At(node.SpanStart))}{Ending("`argos docs` prints the names that a policy has", node.ToString(), language.At(node.SpanStart))}";
    }

    private string? UnknownType(SyntaxNode node)
    {
        var (name, space) = node switch
        {
            QualifiedNameSyntax qualified => (qualified.Right.Identifier.Text, ""),
            SimpleNameSyntax simple => (simple.Identifier.Text, ""),
            _ => (node.ToString(), ""),
        };
        var known = LanguageNames.Types;
        var advice = Advice.ForUnknown(node.ToString()) ?? Advice.ForUnknown(name);
        return advice is not null
            ? $"there is no type `{NearestName.Shown(name)}` in a policy{space}; {advice}"
            : $"there is no type {NearestName.Described(name, known)}{Ending(Advice.ForUnknownType, name, known)}";
    }

    private string? UnknownMember(SyntaxNode node)
    {
        var found = node switch
        {
            MemberBindingExpressionSyntax binding => binding.Name,
            MemberAccessExpressionSyntax access => access.Name,
            _ => node.FirstAncestorOrSelf<SimpleNameSyntax>(),
        };
        if (model is null || found is not { } name) return null;
        var owner = name.Parent switch
        {
            MemberAccessExpressionSyntax access when access.Name == name => access.Expression,
            MemberBindingExpressionSyntax binding => binding.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>()?.Expression,
            _ => null,
        };
        var type = owner is null ? PatternType(name) : LanguageNames.TypeOf(owner, model);
        if (type is null or IErrorTypeSymbol) return null;
        var (asked, shown) = (name.Identifier.Text, Shown(type));
        if (Newcomers.Member(type, owner?.ToString(),
            asked) is { } instead) return $"{shown} has no `{NearestName.Shown(asked)}`; {instead}";
        var members = LanguageNames.MembersOf(type).ToArray();
        return $"{shown} has no {NearestName.Described(asked, members)}{Ending("`argos docs " + Bare(type) + "` prints what it has", asked, members)}";
    }

    /// <summary>The type whose members a property pattern names.</summary>
    private ITypeSymbol? PatternType(SimpleNameSyntax name) => name.FirstAncestorOrSelf<RecursivePatternSyntax>() is { } pattern
        && model is not null ? model.GetTypeInfo(pattern).Type : null;

    private string? Mismatches(SyntaxNode node)
    {
        if (model is null) return null;
        var whole = node as ExpressionSyntax ?? (node as ArgumentSyntax)?.Expression;
        return whole switch
        {
            BinaryExpressionSyntax binary => TypeMismatch.Operator(binary, model),
            PrefixUnaryExpressionSyntax unary => TypeMismatch.Operator(unary, model),
            { } value => TypeMismatch.Conversion(value, model),
            _ => null,
        };
    }

    /// <summary>A method of sequences, given something else than an item.</summary>
    private string? NotTaken(SyntaxNode node) => model is not null
        && node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { ArgumentList.Arguments: [var argument] } call
        ? TypeMismatch.Item(call, argument.Expression, model)
        : null;

    private string? NotIndexed(SyntaxNode node) =>
        model is not null && node.FirstAncestorOrSelf<ElementAccessExpressionSyntax>() is { } access
            && LanguageNames.TypeOf(access.Expression, model) is { } type
            ? $"{Shown(type)} has no items to take by `[...]`; {Newcomers.Index(type) ?? $"`argos docs {Bare(type)}` prints what it has"}"
            : null;

    private string? NotAList(SyntaxNode node) => model is not null && node is ExpressionSyntax list
        && model.GetTypeInfo(list).Type is { } type
        ? $"`foreach` needs a list, and {Shown(type)} is none; {Newcomers.List(type, list.ToString()) ?? $"`argos docs {Bare(type)}` prints what it has"}"
        : null;

    private static string Shown(ITypeSymbol type) => TypeMismatch.Shown(type);

    private static string Bare(ITypeSymbol type) => type.Name;

    /// <summary>Where to look further, when no name is near.</summary>
    private static string Ending(string where, string name, IEnumerable<string> known) => NearestName.Described(name, known).EndsWith('?')
        ? "" : $"; {where}";

    [GeneratedRegex(@"\s*\(are you missing [^)]*\)|\s*\(possibly because [^)]*\)| and no accessible extension method .* could be found",
        RegexOptions.None, 1000)]
    private static partial Regex Hints();

    [GeneratedRegex(
        @"\b(?:Argos\.Rules|System)(?:\.[A-Z][A-Za-z]*)*\.(?=[A-Z])|Submission#\d+\.?|<Factory>|<Initialize>|<top-level-statements-entry-point>", RegexOptions.None, 1000)]
    private static partial Regex Places();

    [GeneratedRegex("'([^']+)'", RegexOptions.None, 1000)]
    private static partial Regex Quotes();
}
