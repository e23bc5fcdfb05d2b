using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Argos.Rules.Sandbox.Metadata;

/// <summary>
/// What must hold before an image is read: the reader follows types into types, and would follow those that lie in themselves
/// or thousands deep until the stack of the whole process is at its end.
/// </summary>
internal static class RawCheck
{
    private const int MaximumNesting = 8;

    private const int MaximumConstant = 512;

    public static bool IsSound(CompiledPolicy policy)
    {
        using var image = new PEReader(policy.Image);
        var reader = image.GetMetadataReader();
        return reader.TypeReferences.All(t => IsShallow(reader, t)) && reader.TypeDefinitions.All(t => IsShallow(reader, t))
            && Signatures(reader).All(s => SignatureShape.IsSound(reader.GetBlobReader(s)))
            && Rows(reader, TableIndex.TypeSpec).All(r => SignatureShape.IsSoundType(reader.GetBlobReader(TypeSpec(reader, r).Signature)))
            && AreSound(policy.Symbols);
    }

    private static bool IsShallow(MetadataReader reader, TypeReferenceHandle type)
    {
        EntityHandle at = type;
        for (var depth = 0; depth < MaximumNesting; depth++)
        {
            if (at.Kind != HandleKind.TypeReference) return true;
            at = reader.GetTypeReference((TypeReferenceHandle)at).ResolutionScope;
        }
        return false;
    }

    private static bool IsShallow(MetadataReader reader, TypeDefinitionHandle type)
    {
        for (var depth = 0; depth < MaximumNesting; depth++)
        {
            if (type.IsNil) return true;
            type = reader.GetTypeDefinition(type).GetDeclaringType();
        }
        return false;
    }

    private static IEnumerable<BlobHandle> Signatures(MetadataReader reader) =>
        reader.MethodDefinitions.Select(m => reader.GetMethodDefinition(m).Signature)
            .Concat(reader.FieldDefinitions.Select(f => reader.GetFieldDefinition(f).Signature))
            .Concat(reader.MemberReferences.Select(m => reader.GetMemberReference(m).Signature))
            .Concat(Rows(reader, TableIndex.StandAloneSig).Select(r =>
                reader.GetStandaloneSignature(MetadataTokens.StandaloneSignatureHandle(r)).Signature))
            .Concat(Rows(reader, TableIndex.MethodSpec).Select(r =>
                reader.GetMethodSpecification(MetadataTokens.MethodSpecificationHandle(r)).Signature));

    private static TypeSpecification TypeSpec(MetadataReader reader, int row) =>
        reader.GetTypeSpecification(MetadataTokens.TypeSpecificationHandle(row));

    private static IEnumerable<int> Rows(MetadataReader reader, TableIndex table) => Enumerable.Range(1, reader.GetTableRowCount(table));

    private static bool AreSound(ImmutableArray<byte> symbols)
    {
        using var provider = MetadataReaderProvider.FromPortablePdbImage(symbols);
        var reader = provider.GetMetadataReader();
        return reader.ImportScopes.All(s => IsShallow(reader, s))
            && reader.LocalConstants.All(c => reader.GetBlobReader(reader.GetLocalConstant(c).Signature).Length <= MaximumConstant);
    }

    private static bool IsShallow(MetadataReader reader, ImportScopeHandle scope)
    {
        for (var depth = 0; depth < MaximumNesting; depth++)
        {
            if (scope.IsNil) return true;
            scope = reader.GetImportScope(scope).Parent;
        }
        return false;
    }
}
