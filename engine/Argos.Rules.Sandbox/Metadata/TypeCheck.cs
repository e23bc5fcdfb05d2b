using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Argos.Rules.Sandbox.Metadata;

/// <summary>The types of an image: plain classes that the compiler made, with no state that would outlive an evaluation.</summary>
internal static class TypeCheck
{
    public static void Check(TypeDefinition type, DiagnosticBag problems)
    {
        if (type.BaseType is { } parent && !ReferenceCheck.IsOwn(parent) && MemberKey.Of(parent) is not ("System.Object" or "System.ValueType" or "System.Attribute"))
        {
            problems.Add(type, "ARG0408", $"`{type.Name}` derives from `{parent.Name}`; a policy has plain records only");
        }
        foreach (var implemented in type.Interfaces)
        {
            if (MemberKey.Of(implemented.InterfaceType) is not ("System.IEquatable`1" or "System.Runtime.CompilerServices.IAsyncStateMachine"))
            {
                problems.Add(type, "ARG0408", $"`{type.Name}` implements `{implemented.InterfaceType.Name}`; use a `List<T>` or an array");
            }
        }
        if (type.HasSecurityDeclarations || type.Methods.Any(static m => m.Name == ".cctor" && !IsCacheInitializer(m)))
        {
            problems.Add(type, "ARG0409", $"`{type.Name}` has an initializer that runs by itself");
        }
        if (type.Methods.Any(static m => m is { Name: "Finalize", IsVirtual: true })) problems.Add(type, "ARG0409", $"`{type.Name}` has a finalizer");
        if (type.Events.Count > 0) problems.Add(type, "ARG0408", $"`{type.Name}` has events");
        foreach (var field in type.Fields) CheckField(field, problems);
    }

    /// <summary>The classes in which the compiler keeps functions that capture nothing.</summary>
    public static bool IsCache(TypeDefinition type) => type.Name is "<>c" or "<>O";

    /// <summary>
    /// What runs once for a whole policy, outside any evaluation: making the empty object that those functions belong to. It is
    /// not metered, so it is nothing but that.
    /// </summary>
    public static bool IsCacheInitializer(MethodDefinition method) => IsCache(method.DeclaringType) && method.HasBody && method.Name switch
    {
        ".cctor" => method.Body.Instructions is [{ OpCode.Code: Code.Newobj, Operand: MethodDefinition made }, { OpCode.Code: Code.Stsfld }, { OpCode.Code: Code.Ret }]
            && made.DeclaringType == method.DeclaringType && IsCacheInitializer(made),
        ".ctor" => method.Body.Instructions is [{ OpCode.Code: Code.Ldarg_0 }, { OpCode.Code: Code.Call, Operand: MethodReference { Name: ".ctor" } parent }, { OpCode.Code: Code.Ret }]
            && MemberKey.Of(parent) == "System.Object.#ctor",
        _ => false,
    };

    private static void CheckField(FieldDefinition field, DiagnosticBag problems)
    {
        if (TypeSize.Problem(field.FieldType) is { } size) problems.Add(field.DeclaringType, "ARG0410", $"`{field.Name}` {size}");
        if (ArrayCheck.Problem(field.FieldType) is { } array) problems.Add(field.DeclaringType, "ARG0414", array);
        if (!field.IsStatic || field.IsLiteral) return;
        var isCached = IsCache(field.DeclaringType) && field.Name.StartsWith('<');
        var isData = IsImplementation(field.DeclaringType) && field.IsInitOnly;
        if (!isCached && !isData) problems.Add(field.DeclaringType, "ARG0409", $"`{field.Name}` would keep its value between decisions; use a variable");
    }

    /// <summary>The class in which the compiler puts its helpers and the data of initializers.</summary>
    public static bool IsImplementation(TypeDefinition type) => type.DeclaringType is null && type.Name.StartsWith("<PrivateImplementationDetails>", StringComparison.Ordinal);
}
