using Microsoft.CodeAnalysis.CSharp;

namespace Argos.Rules.Compiler.Syntax;

/// <summary>What to do about a refused modifier.</summary>
internal static class ModifierAdvice
{
    public static string Instead(SyntaxKind modifier) => modifier switch
    {
        SyntaxKind.StaticKeyword => "remove it: nothing is kept between decisions",
        SyntaxKind.AsyncKeyword or SyntaxKind.AwaitKeyword => "scripts are synchronous; to wait for data write `return Wait(key, \"code\");`",
        SyntaxKind.UsingKeyword => "remove it: nothing in the language has to be disposed",
        SyntaxKind.RefKeyword or SyntaxKind.OutKeyword or SyntaxKind.InKeyword => "return the value, or a tuple of values",
        SyntaxKind.ParamsKeyword => "take a `List<T>` or an array",
        SyntaxKind.UnsafeKeyword or SyntaxKind.ExternKeyword => "there are no pointers and no foreign functions in policies",
        _ => "remove it",
    };
}
