using System.Reflection;

namespace Argos.Rules.Sandbox.AllowLists;

/// <summary>The documentation key of a type or method known by reflection.</summary>
internal static class ReflectionKey
{
    public static string Of(Type type) => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    public static string Of(MethodBase method)
    {
        // On the definition, so that type parameters print as such.
        var declaring = method.DeclaringType!;
        var parameters = string.Join(',', method.GetParameters().Select(static p => InSignature(p.ParameterType)));
        var name = method.IsConstructor ? "#ctor" : method.Name;
        var arity = method.IsGenericMethod ? $"``{method.GetGenericArguments().Length}" : "";
        var conversion = method is MethodInfo { Name: "op_Implicit" or "op_Explicit" } info ? $"~{InSignature(info.ReturnType)}" : "";
        return $"{Of(declaring)}.{name}{arity}{(parameters.Length == 0 ? "" : $"({parameters})")}{conversion}";
    }

    internal static string InSignature(Type type)
    {
        if (type.IsByRef) return $"{InSignature(type.GetElementType()!)}@";
        if (type.IsPointer) return $"{InSignature(type.GetElementType()!)}*";
        if (type.IsArray) return $"{InSignature(type.GetElementType()!)}[]";
        if (type.IsGenericMethodParameter) return $"``{type.GenericParameterPosition}";
        if (type.IsGenericTypeParameter) return $"`{type.GenericParameterPosition}";
        return type.IsGenericType ? Generic(type) : Of(type);
    }

    /// <summary>Each level of a nested type carries its own arguments.</summary>
    private static string Generic(Type type)
    {
        var arguments = type.GetGenericArguments();
        var (text, used) = (new System.Text.StringBuilder(), 0);
        foreach (var part in Of(type).Split('.'))
        {
            var tick = part.IndexOf('`', StringComparison.Ordinal);
            if (text.Length > 0) text.Append('.');
            if (tick < 0)
            {
                text.Append(part);
                continue;
            }
            var count = int.Parse(part.AsSpan(tick + 1), System.Globalization.CultureInfo.InvariantCulture);
            text.Append(part.AsSpan(0, tick)).Append('{').AppendJoin(',', arguments.Skip(used).Take(count).Select(InSignature)).Append('}');
            used += count;
        }
        return text.ToString();
    }
}
