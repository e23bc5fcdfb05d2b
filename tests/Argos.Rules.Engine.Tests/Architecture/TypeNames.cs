using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Argos.Rules.Engine.Tests.Architecture;

/// <summary>Decodes anything that names types to the full names of all of them.</summary>
internal sealed class TypeNames(MetadataReader metadata) : ISignatureTypeProvider<IEnumerable<string>, object?>
{
    public IEnumerable<string> Of(EntityHandle handle) => handle.IsNil ? [] : handle.Kind switch
    {
        HandleKind.TypeDefinition => [Full(metadata, (TypeDefinitionHandle)handle)],
        HandleKind.TypeReference => [Full(metadata, (TypeReferenceHandle)handle)],
        HandleKind.TypeSpecification => metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(this, null),
        HandleKind.MethodDefinition => Of(metadata.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType()),
        HandleKind.FieldDefinition => Of(metadata.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType()),
        HandleKind.MemberReference => OfMember(metadata.GetMemberReference((MemberReferenceHandle)handle)),
        HandleKind.MethodSpecification => OfSpecification(metadata.GetMethodSpecification((MethodSpecificationHandle)handle)),
        _ => [],
    };

    public static IEnumerable<string> Of(MethodSignature<IEnumerable<string>> signature) => [.. signature.ReturnType, .. signature.ParameterTypes.SelectMany(static p => p)];

    public static string Full(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        var name = metadata.GetString(type.Name);
        return type.GetDeclaringType() is { IsNil: false } outer ? $"{Full(metadata, outer)}+{name}" : $"{metadata.GetString(type.Namespace)}.{name}";
    }

    public IEnumerable<string> GetArrayType(IEnumerable<string> elementType, ArrayShape shape) => elementType;

    public IEnumerable<string> GetByReferenceType(IEnumerable<string> elementType) => elementType;

    public IEnumerable<string> GetFunctionPointerType(MethodSignature<IEnumerable<string>> signature) => Of(signature);

    public IEnumerable<string> GetGenericInstantiation(IEnumerable<string> genericType, ImmutableArray<IEnumerable<string>> typeArguments) =>
        [.. genericType, .. typeArguments.SelectMany(static a => a)];

    public IEnumerable<string> GetGenericMethodParameter(object? genericContext, int index) => [];

    public IEnumerable<string> GetGenericTypeParameter(object? genericContext, int index) => [];

    public IEnumerable<string> GetModifiedType(IEnumerable<string> modifier, IEnumerable<string> unmodifiedType, bool isRequired) => [.. modifier, .. unmodifiedType];

    public IEnumerable<string> GetPinnedType(IEnumerable<string> elementType) => elementType;

    public IEnumerable<string> GetPointerType(IEnumerable<string> elementType) => elementType;

    public IEnumerable<string> GetPrimitiveType(PrimitiveTypeCode typeCode) => [];

    public IEnumerable<string> GetSZArrayType(IEnumerable<string> elementType) => elementType;

    public IEnumerable<string> GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => [Full(reader, handle)];

    public IEnumerable<string> GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => [Full(reader, handle)];

    public IEnumerable<string> GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    private static string Full(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        var name = metadata.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{Full(metadata, (TypeReferenceHandle)type.ResolutionScope)}+{name}"
            : $"{metadata.GetString(type.Namespace)}.{name}";
    }

    private IEnumerable<string> OfMember(MemberReference member) =>
    [
        .. Of(member.Parent),
        .. member.GetKind() == MemberReferenceKind.Method ? Of(member.DecodeMethodSignature(this, null)) : member.DecodeFieldSignature(this, null),
    ];

    private IEnumerable<string> OfSpecification(MethodSpecification method) => [.. Of(method.Method), .. method.DecodeSignature(this, null).SelectMany(static a => a)];
}
