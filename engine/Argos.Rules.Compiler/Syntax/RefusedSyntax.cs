using System.Collections.Frozen;
using Microsoft.CodeAnalysis.CSharp;

namespace Argos.Rules.Compiler.Syntax;

/// <summary>What to write instead of the constructs that people try most.</summary>
internal static class RefusedSyntax
{
    private const string Functions = "use a local function or a positional `record`";
    private const string Refusing = "a refusal is a value: `return Deny(\"code\");`";
    private const string NoWaiting = "scripts are synchronous; to wait for data write `return Wait(key, \"code\");`";
    private const string Ordinary = "use an ordinary variable";

    private static readonly FrozenDictionary<SyntaxKind, (string What, string Instead)> Known = new Dictionary<SyntaxKind, (string, string)>
    {
        [SyntaxKind.TryStatement] = ("`try`", "test for what can go wrong, for example with `TryGetValue` or `is null`"),
        [SyntaxKind.ThrowStatement] = ("`throw`", Refusing),
        [SyntaxKind.ThrowExpression] = ("`throw`", Refusing),
        [SyntaxKind.UsingStatement] = ("`using` blocks", "nothing in the language has to be disposed"),
        [SyntaxKind.LockStatement] = ("`lock`", "an evaluation has one thread"),
        [SyntaxKind.AwaitExpression] = ("`await`", NoWaiting),
        [SyntaxKind.YieldReturnStatement] = ("`yield`", "fill a `List<T>` and return it"),
        [SyntaxKind.YieldBreakStatement] = ("`yield`", "fill a `List<T>` and return it"),
        [SyntaxKind.GotoStatement] = ("`goto`", "use a loop or a local function"),
        [SyntaxKind.GotoCaseStatement] = ("`goto case`", "list the cases together or use a local function"),
        [SyntaxKind.GotoDefaultStatement] = ("`goto default`", "use a local function"),
        [SyntaxKind.LabeledStatement] = ("labels", "use a loop or a local function"),
        [SyntaxKind.UnsafeStatement] = ("`unsafe`", "there are no pointers in policies"),
        [SyntaxKind.FixedStatement] = ("`fixed`", "there are no pointers in policies"),
        [SyntaxKind.PointerType] = ("pointers", Ordinary),
        [SyntaxKind.FunctionPointerType] = ("function pointers", "use `Func<...>`"),
        [SyntaxKind.AddressOfExpression] = ("pointers", Ordinary),
        [SyntaxKind.PointerIndirectionExpression] = ("pointers", Ordinary),
        [SyntaxKind.PointerMemberAccessExpression] = ("pointers", Ordinary),
        [SyntaxKind.StackAllocArrayCreationExpression] = ("`stackalloc`", "use `new T[n]`"),
        [SyntaxKind.ImplicitStackAllocArrayCreationExpression] = ("`stackalloc`", "use `new[] { ... }`"),
        [SyntaxKind.RefType] = ("`ref` variables", Ordinary),
        [SyntaxKind.ScopedType] = ("`scoped`", Ordinary),
        [SyntaxKind.RefExpression] = ("`ref`", "return the new value"),
        [SyntaxKind.TypeOfExpression] = ("`typeof`", "types cannot be examined; compare values"),
        [SyntaxKind.SizeOfExpression] = ("`sizeof`", "write the number"),
        [SyntaxKind.CheckedExpression] = ("`checked`", "arithmetic is always checked"),
        [SyntaxKind.UncheckedExpression] = ("`unchecked`", "arithmetic is always checked"),
        [SyntaxKind.CheckedStatement] = ("`checked`", "arithmetic is always checked"),
        [SyntaxKind.UncheckedStatement] = ("`unchecked`", "arithmetic is always checked"),
        [SyntaxKind.MakeRefExpression] = ("`__makeref`", Ordinary),
        [SyntaxKind.RefValueExpression] = ("`__refvalue`", Ordinary),
        [SyntaxKind.RefTypeExpression] = ("`__reftype`", Ordinary),
        [SyntaxKind.ArgListExpression] = ("`__arglist`", "use a `List<T>`"),
        [SyntaxKind.AsExpression] = ("`as`", "use `is` with a pattern"),
        [SyntaxKind.AnonymousObjectCreationExpression] = ("anonymous types", "use a tuple `(a, b)` or a positional `record`"),
        [SyntaxKind.AnonymousMethodExpression] = ("`delegate`", "write a lambda: `x => ...`"),
        [SyntaxKind.QueryExpression] = ("query expressions", "write the methods: `items.Where(x => ...).Select(x => ...)`"),
        [SyntaxKind.Utf8StringLiteralExpression] = ("UTF-8 literals", "write a plain string"),
        [SyntaxKind.UnsignedRightShiftExpression] = ("`>>>`", "use `>>`"),
        [SyntaxKind.ClassDeclaration] = ("`class`", Functions),
        [SyntaxKind.StructDeclaration] = ("`struct`", Functions),
        [SyntaxKind.RecordStructDeclaration] = ("`record struct`", "use a positional `record`"),
        [SyntaxKind.InterfaceDeclaration] = ("`interface`", Functions),
        [SyntaxKind.EnumDeclaration] = ("`enum`", "use string constants"),
        [SyntaxKind.DelegateDeclaration] = ("`delegate`", "use `Func<...>` or `Action<...>`"),
        [SyntaxKind.NamespaceDeclaration] = ("namespaces", "write the statements at the top level"),
        [SyntaxKind.FileScopedNamespaceDeclaration] = ("namespaces", "write the statements at the top level"),
        [SyntaxKind.PropertyDeclaration] = ("properties", "use a variable or a local function"),
        [SyntaxKind.EventDeclaration] = ("events", "call the function"),
        [SyntaxKind.EventFieldDeclaration] = ("events", "call the function"),
        [SyntaxKind.IndexerDeclaration] = ("indexers", "use a `Dictionary<K,V>`"),
        [SyntaxKind.OperatorDeclaration] = ("operators", Functions),
        [SyntaxKind.ConversionOperatorDeclaration] = ("conversion operators", Functions),
        [SyntaxKind.ConstructorDeclaration] = ("constructors", Functions),
        [SyntaxKind.DestructorDeclaration] = ("destructors", "nothing in the language has to be disposed"),
        [SyntaxKind.ExtensionBlockDeclaration] = ("extension members", Functions),
        [SyntaxKind.AttributeList] = ("attributes", "remove it"),
        [SyntaxKind.ExternAliasDirective] = ("`extern alias`", "remove it"),
        [SyntaxKind.TypeParameterList] = ("generic functions and types", "write the types out"),
        [SyntaxKind.TypeParameterConstraintClause] = ("type constraints", "write the types out"),
        [SyntaxKind.BaseList] = ("inheritance", "put one record into the other"),
        [SyntaxKind.PrimaryConstructorBaseType] = ("inheritance", "put one record into the other"),
        [SyntaxKind.ThisExpression] = ("`this`", "write the name alone"),
        [SyntaxKind.BaseExpression] = ("`base`", "write the name alone"),
        [SyntaxKind.AliasQualifiedName] = ("`global::`", "write the name alone"),
        [SyntaxKind.NameEquals] = ("aliases", "write the type's own name"),
        [SyntaxKind.FieldExpression] = ("`field`", Ordinary),
    }.ToFrozenDictionary();

    public static (string What, string Instead) Explain(SyntaxKind kind) =>
        Known.TryGetValue(kind, out var known) ? known : ($"`{kind}`", "`argos docs` prints what a policy may use");
}
