using Mono.Cecil;

namespace Argos.Rules.Sandbox.Metadata;

/// <summary>Estimates how large a type is to describe and a value is to hold.</summary>
internal static class TypeSize
{
    public static string? Problem(TypeReference type)
    {
        if (Nodes(type) > ImageLimits.TypeNodes) return $"has a type of more than {ImageLimits.TypeNodes} parts; use a record";
        return Bytes(type) > ImageLimits.ValueBytes ? $"has values of more than {ImageLimits.ValueBytes} bytes; use a record" : null;
    }

    public static int Nodes(TypeReference type) => type switch
    {
        GenericInstanceType generic => generic.GenericArguments.Aggregate(1, static (sum, a) => sum > ImageLimits.TypeNodes ? sum : sum + Nodes(a)),
        TypeSpecification wrapped => 1 + Nodes(wrapped.ElementType),
        _ => 1,
    };

    public static int Bytes(TypeReference type)
    {
        if (type is GenericInstanceType { IsValueType: true } generic)
        {
            var inside = generic.GenericArguments.Sum(Bytes);
            var key = MemberKey.Of(type);
            // Inline arrays repeat their element; the other generic values hold each argument once.
            return key.StartsWith("System.Runtime.CompilerServices.InlineArray", StringComparison.Ordinal) ? inside * 16 : inside + 16;
        }
        if (type is TypeDefinition { IsValueType: true } own) return own.Fields.Where(static f => !f.IsStatic).Sum(static f => f.FieldType == f.DeclaringType ? 8 : Bytes(f.FieldType)) + Math.Max(own.ClassSize, 0);
        return type.MetadataType switch
        {
            MetadataType.Boolean or MetadataType.Byte or MetadataType.SByte => 1,
            MetadataType.Char or MetadataType.Int16 or MetadataType.UInt16 => 2,
            MetadataType.Int32 or MetadataType.UInt32 or MetadataType.Single => 4,
            MetadataType.ValueType => 32,
            _ => 8,
        };
    }
}
