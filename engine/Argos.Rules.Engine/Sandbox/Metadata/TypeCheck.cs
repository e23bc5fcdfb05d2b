using Mono.Cecil;

namespace Argos.Rules.Engine.Sandbox.Metadata;

/// <summary>The types of an image: plain classes that the compiler made, with no state that would outlive an evaluation.</summary>
internal static class TypeCheck
{
    public static void Check(TypeDefinition type, Problems problems)
    {
        if (type.BaseType is { } parent && !ReferenceCheck.IsOwn(parent) && MemberKey.Of(parent) is not ("System.Object" or "System.ValueType" or "System.Attribute"))
        {
            problems.Add("ARG0408", $"`{type.Name}` derives from `{parent.Name}`; a policy has plain records only");
        }
        foreach (var implemented in type.Interfaces)
        {
            if (MemberKey.Of(implemented.InterfaceType) is not ("System.IEquatable`1" or "System.Runtime.CompilerServices.IAsyncStateMachine"))
            {
                problems.Add("ARG0408", $"`{type.Name}` implements `{implemented.InterfaceType.Name}`; use a `List<T>` or an array");
            }
        }
        if (type.HasSecurityDeclarations || type.Methods.Any(static m => m.Name == ".cctor" && !IsCache(m.DeclaringType)))
        {
            problems.Add("ARG0409", $"`{type.Name}` has an initializer that runs by itself");
        }
        if (type.Events.Count > 0) problems.Add("ARG0408", $"`{type.Name}` has events");
        foreach (var field in type.Fields) CheckField(field, problems);
    }

    /// <summary>The classes in which the compiler keeps functions that capture nothing.</summary>
    public static bool IsCache(TypeDefinition type) => type.Name is "<>c" or "<>O";

    private static void CheckField(FieldDefinition field, Problems problems)
    {
        if (TypeSize.Problem(field.FieldType) is { } size) problems.Add("ARG0410", $"`{field.Name}` {size}");
        if (!field.IsStatic || field.IsLiteral) return;
        var isCached = IsCache(field.DeclaringType) && field.Name.StartsWith('<');
        var isData = IsImplementation(field.DeclaringType) && field.IsInitOnly;
        if (!isCached && !isData) problems.Add("ARG0409", $"`{field.Name}` would keep its value between decisions; use a variable");
    }

    /// <summary>The class in which the compiler puts its helpers and the data of initializers.</summary>
    public static bool IsImplementation(TypeDefinition type) => type.DeclaringType is null && type.Name.StartsWith("<PrivateImplementationDetails>", StringComparison.Ordinal);
}
