using System.Collections.Immutable;
using Mono.Cecil;

namespace Argos.Rules.Sandbox.Metadata.Verification;

/// <summary>A type as the verifier sees it. Made by <see cref="IlTypes"/> only, which makes one object for one type: equal types are the
/// same object.</summary>
internal sealed class IlType
{
    /// <summary>The name with all arguments; what the type is known by.</summary>
    public required string Name { get; init; }

    /// <summary>What a value of it is on the stack.</summary>
    public required IlKind Kind { get; init; }

    /// <summary>The bytes of a number in memory; 0 for everything else.</summary>
    public int Size { get; init; }

    /// <summary>The definition, of a type of the platform or the language.</summary>
    public Type? Platform { get; init; }

    /// <summary>The definition, of a type of the image.</summary>
    public TypeDefinition? Own { get; init; }

    /// <summary>The type arguments.</summary>
    public ImmutableArray<IlType> Arguments { get; init; } = [];

    /// <summary>Of an array its element, of an address what is there.</summary>
    public IlType? Element { get; init; }

    public bool IsArray => Kind == IlKind.Reference && Element is not null;

    public bool IsDelegate => Platform?.IsSubclassOf(typeof(MulticastDelegate)) == true;

    public bool IsInterface => Platform?.IsInterface ?? Own?.IsInterface ?? false;

    /// <summary>Whether it may hold addresses, and so may not leave the function.</summary>
    public bool IsByRefLike => Platform?.IsByRefLike == true;

    /// <summary>Whether a copy would give back to the pool what is not its own.</summary>
    public bool IsUnique => Platform == typeof(System.Runtime.CompilerServices.DefaultInterpolatedStringHandler);

    public override string ToString() => Name;
}
