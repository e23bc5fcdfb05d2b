using System.Collections.Frozen;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Argos.Rules.Sandbox.Metadata;

/// <summary>
/// The compiler's helpers for inline arrays (the arguments of `params` spans) use unchecked casts. They are taken only with
/// exactly the code and the types that the compiler gives them.
/// </summary>
internal static class HelperBodies
{
    private const string As = "call System.Runtime.CompilerServices.Unsafe.As``2(``0@)<!!0,!!1>";
    private const string Add = "call System.Runtime.CompilerServices.Unsafe.Add``1(``0@,System.Int32)<!!1>";
    private const string AsRef = "call System.Runtime.CompilerServices.Unsafe.AsRef``1(``0@)<!!0>";
    private const string Span = "call System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpan``1(``0@,System.Int32)<!!1>";
    private const string Test = "ldarg.0;ldind.u1;pop;";

    private static readonly HelperShape Item = new(HasNumber: true, IsSpan: false);
    private static readonly HelperShape First = new(HasNumber: false, IsSpan: false);
    private static readonly HelperShape Items = new(HasNumber: true, IsSpan: true);

    private static readonly FrozenDictionary<string, HelperShape> Known = new Dictionary<string, HelperShape>
    {
        [$"ldarg.0;{As};ldarg.1;{Add};ret"] = Item,
        [$"{Test}ldarg.0;{As};ldarg.1;{Add};ret"] = Item,
        [$"ldarg.0;{As};ret"] = First,
        [$"{Test}ldarg.0;{As};ret"] = First,
        [$"ldarg.0;{AsRef};{As};ldarg.1;{Span};ret"] = Items,
        [$"{Test}ldarg.0;{AsRef};{As};ldarg.1;{Span};ret"] = Items,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static bool IsHelper(MethodDefinition method) =>
        TypeCheck.IsImplementation(method.DeclaringType) && method.Name.StartsWith("InlineArray", StringComparison.Ordinal);

    /// <summary>What a helper takes and gives; <see langword="null"/> when it is not one that is known.</summary>
    public static HelperShape? Shape(MethodDefinition method)
    {
        if (!method.HasBody || method.Body.HasExceptionHandlers || method.HasThis || method.GenericParameters.Count != 2) return null;
        if (Known.GetValueOrDefault(string.Join(';', method.Body.Instructions.Select(Text))) is not { } shape) return null;
        return Signature(method) == (shape.HasNumber ? "!!0&,System.Int32" : "!!0&")
            && Result(method) == (shape.IsSpan ? "System.ReadOnlySpan`1<!!1>" : "!!1&") ? shape : null;
    }

    private static string Signature(MethodDefinition method) => string.Join(',', method.Parameters
        .Select(static p => Text(p.ParameterType)));

    private static string Result(MethodDefinition method) => Text(method.ReturnType);

    private static string Text(Instruction instruction) => instruction.Operand switch
    {
        GenericInstanceMethod target =>
            $"{instruction.OpCode.Name} {MemberKey.Of(target)}<{string.Join(',', target.GenericArguments.Select(Text))}>",
        null => instruction.OpCode.Name,
        var other => $"{instruction.OpCode.Name} {other}",
    };

    private static string Text(TypeReference type) => type switch
    {
        IModifierType modifier => Text(modifier.ElementType),
        ByReferenceType reference => $"{Text(reference.ElementType)}&",
        GenericParameter { Type: GenericParameterType.Method } parameter => $"!!{parameter.Position}",
        GenericInstanceType generic => $"{MemberKey.Of(generic)}<{string.Join(',', generic.GenericArguments.Select(Text))}>",
        _ => MemberKey.Of(type),
    };
}
