using System.Collections.Frozen;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Argos.Rules.Engine.Sandbox.Metadata;

/// <summary>
/// The compiler's helpers for inline arrays (the arguments of `params` spans) use unchecked casts. They are taken only with
/// exactly the code that the compiler gives them.
/// </summary>
internal static class HelperBodies
{
    private const string As = "call System.Runtime.CompilerServices.Unsafe.As``2(``0@)";
    private const string Add = "call System.Runtime.CompilerServices.Unsafe.Add``1(``0@,System.Int32)";
    private const string AsRef = "call System.Runtime.CompilerServices.Unsafe.AsRef``1(``0@)";
    private const string Span = "call System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpan``1(``0@,System.Int32)";
    private const string Test = "ldarg.0;ldind.u1;pop;";

    private static readonly FrozenSet<string> Known = new[]
    {
        $"ldarg.0;{As};ldarg.1;{Add};ret", $"{Test}ldarg.0;{As};ldarg.1;{Add};ret",
        $"ldarg.0;{As};ret", $"{Test}ldarg.0;{As};ret",
        $"ldarg.0;{AsRef};{As};ldarg.1;{Span};ret", $"{Test}ldarg.0;{AsRef};{As};ldarg.1;{Span};ret",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static bool IsHelper(MethodDefinition method) =>
        TypeCheck.IsImplementation(method.DeclaringType) && method.Name.StartsWith("InlineArray", StringComparison.Ordinal);

    public static bool IsKnown(MethodDefinition method) => Known.Contains(string.Join(';', method.Body.Instructions.Select(Text)));

    private static string Text(Instruction instruction) => instruction.Operand is MethodReference target
        ? $"{instruction.OpCode.Name} {MemberKey.Of(target)}"
        : instruction.OpCode.Name;
}
