using Argos.Rules.Contracts.Texts;
using Argos.Rules.Language;
using Argos.Rules.Sandbox.AllowLists;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Argos.Rules.Compiler.Wording;

/// <summary>The names that a policy can write at a place: what the list of the sandbox has of them, and its own.</summary>
internal sealed class LanguageNames(SemanticModel model)
{
    private static readonly string[] Keywords = ["string", "bool", "int", "long", "double", "char", "var"];

    /// <summary>The short names of all types.</summary>
    public static IReadOnlyList<string> Types { get; } =
        [.. AllowList.Language.Types.Select(static t => t[(t.LastIndexOf('.') + 1)..].Split('`')[0]).Concat(Keywords)
            .Distinct(StringComparer.Ordinal)];

    /// <summary>What can be named at a place without a word before it.</summary>
    public IEnumerable<string> At(int position) => model.LookupSymbols(position)
        .Where(static s => s is ILocalSymbol or IParameterSymbol or IFieldSymbol or IMethodSymbol { MethodKind: MethodKind.LocalFunction }
            || (s.ContainingType is not null && IsListed(s)))
        .Select(static s => s.Name).Where(static n => n.Length > 0).Distinct(StringComparer.Ordinal);

    /// <summary>A member of one of the globals that is called like this, or nearly: <c>Input.Domain</c> for <c>Domain</c>.</summary>
    public string? Within(string name)
    {
        if (model.Compilation.GetTypeByMetadataName(typeof(PolicyContext).FullName!) is not { } globals) return null;
        return globals.GetMembers().OfType<IPropertySymbol>().Where(IsListed)
            .SelectMany(static p => MembersOf(p.Type).Select(m => new Path(p.Name, m)))
            .FirstOrDefault(p => p.Member == name)?.ToString();
    }

    /// <summary>The type of a value, or the type that is named.</summary>
    public static ITypeSymbol? TypeOf(ExpressionSyntax node, SemanticModel model)
    {
        var type = model.GetSymbolInfo(node).Symbol as ITypeSymbol ?? model.GetTypeInfo(node).Type;
        // Of a value that may be missing the members are asked of what it holds.
        return type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var inner] }
            ? inner : type;
    }

    /// <summary>The members of a type that a policy may use, those of sequences included.</summary>
    public static IEnumerable<string> MembersOf(ITypeSymbol type)
    {
        for (var at = type; at is not null; at = at.BaseType)
        {
            foreach (var member in at.GetMembers())
            {
                if (member is IPropertySymbol or IFieldSymbol or IMethodSymbol { MethodKind: MethodKind.Ordinary }
                    && member.CanBeReferencedByName && IsListed(member)) yield return member.Name;
            }
        }
        if (type.SpecialType != SpecialType.System_String && type.AllInterfaces.Any(static i => i.Name == "IEnumerable"))
        {
            foreach (var name in SequenceMethods.Names) yield return name;
        }
    }

    /// <summary>The nearest of some names.</summary>
    public static string? Nearest(string name, IEnumerable<string> known) => Suggestions.Nearest(name, known);

    /// <summary>Whether the sandbox lets a policy use a member.</summary>
    public static bool IsListed(ISymbol symbol) => symbol switch
    {
        IPropertySymbol property => property.GetMethod is { } get && HasKey(get),
        IMethodSymbol method => HasKey(method.ReducedFrom ?? method),
        _ => HasKey(symbol),
    };

    private static bool HasKey(ISymbol symbol) => symbol.OriginalDefinition.GetDocumentationCommentId() is { Length: > 2 } id
        && AllowList.Language.HasMember(id[2..]);

    private sealed record Path(string Global, string Member)
    {
        public override string ToString() => $"{Global}.{Member}";
    }
}
