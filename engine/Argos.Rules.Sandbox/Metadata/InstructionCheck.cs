using Argos.Rules.Sandbox.Patterns;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Argos.Rules.Sandbox.Metadata;

/// <summary>Each instruction: verifiable code only, and the few members with a place are in it.</summary>
internal static class InstructionCheck
{
    public static void Check(MethodDefinition method, DiagnosticBag problems)
    {
        if (HelperBodies.IsHelper(method))
        {
            if (HelperBodies.Shape(method) is null) problems.Add(method, "ARG0413", $"the compiler's helper `{method.Name}` is not one that is known");
            return;
        }
        foreach (var at in method.Body.Instructions)
        {
            if (Problem(method, at) is { } problem) problems.Add(method, at, "ARG0413", problem);
        }
    }

    private static string? Problem(MethodDefinition method, Instruction at) => at.OpCode.Code switch
    {
        Code.Calli or Code.Jmp or Code.Localloc or Code.Cpblk or Code.Initblk or Code.Cpobj or Code.Arglist or Code.Mkrefany or Code.Refanyval
            or Code.Refanytype or Code.Ldvirtftn or Code.Unbox or Code.Unbox_Any or Code.Tail or Code.Unaligned or Code.Volatile or Code.No
            or Code.Conv_I or Code.Conv_U or Code.Conv_Ovf_I or Code.Conv_Ovf_U or Code.Stind_I or Code.Ldind_I or Code.Rethrow or Code.Sizeof =>
            $"the instruction `{at.OpCode.Name}` is not part of a policy",
        Code.Throw => TypeCheck.IsImplementation(method.DeclaringType) ? null : "an exception is thrown; a refusal is a value: `return Deny(\"code\");`",
        Code.Ldftn => at.Operand is MethodReference target && ReferenceCheck.IsOwn(target.DeclaringType) ? null : "a function of another assembly is passed on; write a lambda",
        Code.Ldtoken => Token(method, at),
        Code.Castclass or Code.Isinst => Narrowing(method, (TypeReference)at.Operand),
        Code.Box => Box((TypeReference)at.Operand, at),
        Code.Call or Code.Callvirt or Code.Newobj => Call(method, at, (MethodReference)at.Operand),
        Code.Newarr => ArrayCheck.Problem(new ArrayType((TypeReference)at.Operand)) ?? Named((TypeReference)at.Operand),
        Code.Initobj or Code.Ldobj or Code.Stobj => Named((TypeReference)at.Operand),
        _ => null,
    };

    private static string? Token(MethodDefinition method, Instruction at) => at.Operand switch
    {
        FieldReference field when TypeCheck.IsImplementation((TypeDefinition)field.DeclaringType.GetElementType()) => null,
        TypeReference type when method.Name == "get_EqualityContract" && type == method.DeclaringType => null,
        _ => "types cannot be examined; compare values",
    };

    private static string? Narrowing(MethodDefinition method, TypeReference type)
    {
        if (type is TypeDefinition) return null;
        var key = MemberKey.Of(type);
        if (key == "System.String" && type is not TypeSpecification) return null;
        var isEntry = method is { Name: ".ctor", DeclaringType.Name: PolicyEntry.ClassName } && key == "Argos.Rules.Language.PolicyContext";
        return isEntry ? null : $"a value is turned into `{type.Name}`; use its members, or copy it with `ToList()`";
    }

    private static string? Box(TypeReference type, Instruction at)
    {
        // Only on the way to the helper that reports a `switch` without a matching arm.
        var reported = at.Next?.Operand is MethodReference { Name: "ThrowSwitchExpressionException" } next && ReferenceCheck.IsOwn(next.DeclaringType);
        return reported && Printable.Contains(type) ? null : $"a value of `{type.Name}` is put into a box; use its own type";
    }

    private static string? Call(MethodDefinition method, Instruction at, MethodReference target)
    {
        if (at.Previous?.OpCode.Code == Code.Constrained) return Constrained((TypeReference)at.Previous.Operand, target);
        if (target is GenericInstanceMethod generic && generic.GenericArguments.Select(Named).FirstOrDefault(static p => p is not null) is { } problem && !IsStart(method, target)) return problem;
        if (target.DeclaringType is GenericInstanceType declaring && !IsSupport(declaring) && Named(declaring) is { } part) return part;
        var key = MemberKey.Of(target);
        // A hash differs between processes: only sets and dictionaries look at it, and so the records that are in them.
        if (target.Name == "GetHashCode" && method.Name != "GetHashCode") return "a hash is asked for; compare with `==`";
        return key switch
        {
            "System.Object.ToString" or "System.Object.Equals(System.Object)" or "System.Object.GetHashCode" when at.OpCode.Code == Code.Call => $"`{key}` is called on a base",
            "System.Runtime.CompilerServices.SwitchExpressionException.#ctor" or "System.Runtime.CompilerServices.SwitchExpressionException.#ctor(System.Object)"
                or "System.InvalidOperationException.#ctor" when !TypeCheck.IsImplementation(method.DeclaringType) => "an exception is made; a refusal is a value: `return Deny(\"code\");`",
            PatternTable.Member => PatternUse.Problem(method, at),
            _ when key.StartsWith("System.Runtime.CompilerServices.DefaultInterpolatedStringHandler.AppendFormatted``1", StringComparison.Ordinal) => Printed(((GenericInstanceMethod)target).GenericArguments[0]),
            _ when key.StartsWith("System.Runtime.CompilerServices.Unsafe.", StringComparison.Ordinal) || key.StartsWith("System.Runtime.InteropServices.MemoryMarshal.", StringComparison.Ordinal) => $"`{key}` is not part of a policy",
            _ => null,
        };
    }

    private static string? Constrained(TypeReference type, MethodReference target) => target.Name switch
    {
        "Dispose" or "MoveNext" => null,
        _ => MemberKey.Of(target) == "System.Object.ToString" ? Printed(type) : $"`{target.Name}` is called on a value of `{type.Name}`; compare with `==`",
    };

    private static string? Printed(TypeReference type) =>
        Printable.Contains(type) ? null : $"a value of `{type.Name}` has no short text; print its parts";

    /// <summary>No part of a named type may be one that can hold anything.</summary>
    private static string? Named(TypeReference type) => ArrayCheck.Problem(type) ?? Anything(type);

    private static string? Anything(TypeReference type) =>
        MethodCheck.Contains(type, static t => t is not TypeSpecification and not GenericParameter && MemberKey.Of(t) is "System.Object" or "System.Type" or "System.Exception")
            ? $"`{type.Name}` of anything is used; use the values' own type"
            : null;

    private static bool IsStart(MethodDefinition method, MethodReference target) => target.Name == "Start" && method.Name == "<Initialize>";

    /// <summary>The compiler's own uses: the task of the script and the contract of a record.</summary>
    private static bool IsSupport(GenericInstanceType type) => MemberKey.Of(type) switch
    {
        "System.Runtime.CompilerServices.AsyncTaskMethodBuilder`1" or "System.Threading.Tasks.Task`1" => true,
        "System.Collections.Generic.EqualityComparer`1" => MemberKey.Of(type.GenericArguments[0]) == "System.Type",
        _ => false,
    };
}
