using System.Globalization;
using System.Text;
using Mono.Cecil;

namespace Argos.Rules.Sandbox.Metadata;

/// <summary>The documentation key of a type or member reference in an image, as the allow-lists write it.</summary>
internal static class MemberKey
{
    /// <summary>The type's definition, without type arguments.</summary>
    public static string Of(TypeReference type)
    {
        var definition = type.GetElementType();
        if (definition.DeclaringType is { } outer) return $"{Of(outer)}.{definition.Name}";
        return definition.Namespace.Length == 0 ? definition.Name : $"{definition.Namespace}.{definition.Name}";
    }

    public static string Of(FieldReference field) => $"{Of(field.DeclaringType)}.{field.Name}";

    public static string Of(MethodReference method)
    {
        var definition = method.GetElementMethod();
        var text = new StringBuilder(Of(definition.DeclaringType)).Append('.').Append(definition.Name is ".ctor" ? "#ctor" : definition.Name);
        if (definition.GenericParameters.Count > 0) text.Append(CultureInfo.InvariantCulture, $"``{definition.GenericParameters.Count}");
        if (definition.Parameters.Count > 0) text.Append('(').AppendJoin(',', definition.Parameters.Select(static p => InSignature(p.ParameterType))).Append(')');
        if (definition.Name is "op_Implicit" or "op_Explicit") text.Append('~').Append(InSignature(definition.ReturnType));
        return text.ToString();
    }

    internal static string InSignature(TypeReference type) => type switch
    {
        ByReferenceType reference => $"{InSignature(reference.ElementType)}@",
        PointerType pointer => $"{InSignature(pointer.ElementType)}*",
        ArrayType array => $"{InSignature(array.ElementType)}[]",
        IModifierType modifier => InSignature(modifier.ElementType),
        GenericParameter { Type: GenericParameterType.Method } parameter => $"``{parameter.Position}",
        GenericParameter parameter => $"`{parameter.Position}",
        GenericInstanceType generic => Generic(generic),
        _ => Of(type),
    };

    private static string Generic(GenericInstanceType type)
    {
        var (text, used) = (new StringBuilder(), 0);
        foreach (var part in Of(type).Split('.'))
        {
            var tick = part.IndexOf('`', StringComparison.Ordinal);
            if (text.Length > 0) text.Append('.');
            if (tick < 0)
            {
                text.Append(part);
                continue;
            }
            var count = int.Parse(part.AsSpan(tick + 1), CultureInfo.InvariantCulture);
            text.Append(part.AsSpan(0, tick)).Append('{').AppendJoin(',', type.GenericArguments.Skip(used).Take(count).Select(InSignature)).Append('}');
            used += count;
        }
        return text.ToString();
    }
}
