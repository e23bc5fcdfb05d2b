using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Argos.Rules.Engine.Tests.Architecture;

/// <summary>One type of an assembly naming another, in a base type, field, signature, local or method body.</summary>
internal sealed record TypeReference(string From, string To);

/// <summary>Reads which types name which out of the metadata and IL of an assembly.</summary>
internal static class TypeReferences
{
    public static ImmutableHashSet<TypeReference> Of(string assembly)
    {
        using var stream = File.OpenRead(assembly);
        using var file = new PEReader(stream);
        var metadata = file.GetMetadataReader();
        var names = new TypeNames(metadata);
        var found = ImmutableHashSet.CreateBuilder<TypeReference>();
        foreach (var handle in metadata.TypeDefinitions)
        {
            var type = metadata.GetTypeDefinition(handle);
            var from = TypeNames.Full(metadata, handle);
            foreach (var to in Named(file, metadata, names, type)) found.Add(new TypeReference(from, to));
        }
        return found.ToImmutable();
    }

    private static List<string> Named(PEReader file, MetadataReader metadata, TypeNames names, TypeDefinition type)
    {
        var all = new List<string>();
        all.AddRange(names.Of(type.BaseType));
        foreach (var implemented in type.GetInterfaceImplementations()) all.AddRange(names.Of(metadata.GetInterfaceImplementation(implemented).Interface));
        foreach (var field in type.GetFields()) all.AddRange(metadata.GetFieldDefinition(field).DecodeSignature(names, null));
        foreach (var attribute in type.GetCustomAttributes()) all.AddRange(names.Of(metadata.GetCustomAttribute(attribute).Constructor));
        foreach (var handle in type.GetMethods())
        {
            var method = metadata.GetMethodDefinition(handle);
            all.AddRange(TypeNames.Of(method.DecodeSignature(names, null)));
            if (method.RelativeVirtualAddress == 0) continue;
            var body = file.GetMethodBody(method.RelativeVirtualAddress);
            if (!body.LocalSignature.IsNil)
            {
                foreach (var local in metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(names, null)) all.AddRange(local);
            }
            foreach (var token in IlTokens.In(body.GetILReader())) all.AddRange(names.Of(token));
        }
        return all;
    }
}
