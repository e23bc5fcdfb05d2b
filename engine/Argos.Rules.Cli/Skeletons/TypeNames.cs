using System.Globalization;
using System.Reflection;

namespace Argos.Rules.Cli.Skeletons;

/// <summary>Types and parameters known by reflection, as C# writes them.</summary>
internal static class TypeNames
{
    private static readonly NullabilityInfoContext Nullability = new();

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(object)] = "object",
        [typeof(void)] = "void",
    };

    public static string Of(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner) return Of(inner) + "?";
        if (Keywords.TryGetValue(type, out var keyword)) return keyword;
        if (type.IsGenericParameter) return type.Name;
        if (type.IsByRef) return Of(type.GetElementType()!);
        if (type.IsArray) return Of(type.GetElementType()!) + "[]";
        var name = type.IsNested ? $"{Of(type.DeclaringType!)}.{type.Name}" : type.Name;
        return type.IsGenericType ? $"{name[..name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>" : name;
    }

    public static string Of(PropertyInfo property) => WithNull(Of(property.PropertyType), Read(() => Nullability.Create(property).ReadState));

    public static string OfReturn(MethodInfo method) => WithNull(Of(method.ReturnType), Read(() => Nullability.Create(method.ReturnParameter).ReadState));

    public static string Of(ParameterInfo parameter)
    {
        var type = WithNull(Of(parameter.ParameterType), Read(() => Nullability.Create(parameter).ReadState));
        var many = parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(System.Runtime.CompilerServices.ParamCollectionAttribute)) ? "params " : "";
        return $"{many}{type} {parameter.Name}{(parameter.HasDefaultValue ? " = " + Default(parameter.RawDefaultValue) : "")}";
    }

    private static NullabilityState Read(Func<NullabilityState> read)
    {
        // The context keeps what it has found and is not made for several threads.
        lock (Nullability) return read();
    }

    private static string WithNull(string type, NullabilityState state) => state == NullabilityState.Nullable && !type.EndsWith('?') ? type + "?" : type;

    private static string Default(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        string text => $"\"{text}\"",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "default",
    };
}
