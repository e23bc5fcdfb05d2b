using Mono.Cecil;

namespace Argos.Rules.Sandbox.Metadata.Verification;

/// <summary>A field, as it really is.</summary>
internal sealed record FieldTarget(IlType Declaring, string Name, IlType Type, bool IsStatic, FieldDefinition? Own = null)
{
    public static FieldTarget Of(FieldReference field, IlTypes types)
    {
        if (field is FieldDefinition own)
        {
            return new FieldTarget(types.Of(own.DeclaringType), own.Name, types.Of(own.FieldType), own.IsStatic, own);
        }
        var key = MemberKey.Of(field);
        if (ReferenceCheck.IsOwn(field.DeclaringType) || ListedMembers.Field(key) is not { } real)
        {
            throw new UnverifiableException($"`{key}` is not part of a policy");
        }
        if (MemberKey.InSignature(field.FieldType) != AllowLists.ReflectionKey.InSignature(real.FieldType))
        {
            throw new UnverifiableException($"`{key}` does not hold what the image says");
        }
        var declaring = types.Of(field.DeclaringType);
        return new FieldTarget(declaring, real.Name, types.Of(real.FieldType, declaring.Arguments, []), real.IsStatic);
    }
}
