using Mono.Cecil;

namespace Argos.Rules.Sandbox.Metadata.Verification;

/// <summary>What is known of one place of the stack.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Type">The type of an object or a structure; of an address what is there.</param>
internal readonly record struct StackValue(IlKind Kind, IlType? Type = null)
{
    /// <summary>The number, when it stands in the code.</summary>
    public int? Constant { get; init; }

    /// <summary>Of an address: nothing may be written there.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>The object that the function belongs to.</summary>
    public bool IsThis { get; init; }

    /// <summary>An object without any state: the compiler's for functions that capture nothing, and those functions.</summary>
    public bool IsStateless { get; init; }

    /// <summary>The function on its way into a delegate.</summary>
    public MethodDefinition? Function { get; init; }

    public static StackValue Int32 { get; } = new(IlKind.Int32);

    public static StackValue Int64 { get; } = new(IlKind.Int64);

    public static StackValue Float { get; } = new(IlKind.Float);

    public static StackValue Native { get; } = new(IlKind.Native);

    public static StackValue Null { get; } = new(IlKind.Null);

    public bool IsObject => Kind is IlKind.Reference or IlKind.Null;

    /// <summary>A value of a type.</summary>
    public static StackValue Of(IlType type) => type.Kind switch
    {
        IlKind.ByRef => AddressOf(type.Element!),
        IlKind.Reference or IlKind.Value => new StackValue(type.Kind, type),
        _ => new StackValue(type.Kind),
    };

    public static StackValue AddressOf(IlType type) => new(IlKind.ByRef, type);

    public override string ToString() => Kind switch
    {
        IlKind.Reference or IlKind.Value => $"`{Type}`",
        IlKind.ByRef => $"the address of a `{Type}`",
        _ => $"`{Kind}`",
    };
}
