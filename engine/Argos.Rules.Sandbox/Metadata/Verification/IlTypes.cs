using System.Collections.Immutable;
using Mono.Cecil;

namespace Argos.Rules.Sandbox.Metadata.Verification;

/// <summary>The types of one image, from its signatures and from the lists; each once.</summary>
internal sealed class IlTypes
{
    private readonly Dictionary<string, IlType> _known = new(StringComparer.Ordinal);

    public IlType Object => Of(typeof(object));

    public IlType String => Of(typeof(string));

    /// <summary>The type that a signature of the image names.</summary>
    public IlType Of(TypeReference type) => type switch
    {
        ByReferenceType reference => AddressOf(Of(reference.ElementType)),
        ArrayType { IsVector: true } array => Array(Of(array.ElementType)),
        IModifierType modifier => Of(modifier.ElementType),
        GenericInstanceType generic => Generic(generic),
        TypeSpecification or GenericParameter => throw new UnverifiableException($"the type `{type.Name}` is not part of a policy"),
        TypeDefinition own => Own(own),
        _ => Platform(type, []),
    };

    /// <summary>A type known by reflection; of a generic one with its arguments.</summary>
    public IlType Of(Type type, params ImmutableArray<IlType> arguments) => Of(type, arguments, []);

    /// <summary>A type known by reflection, with the arguments that it stands within.</summary>
    public IlType Of(Type type, ImmutableArray<IlType> typeArguments, ImmutableArray<IlType> methodArguments)
    {
        if (type.IsGenericTypeParameter) return typeArguments[type.GenericParameterPosition];
        if (type.IsGenericMethodParameter) return methodArguments[type.GenericParameterPosition];
        if (type.IsByRef) return AddressOf(Of(type.GetElementType()!, typeArguments, methodArguments));
        if (type.IsArray) return Array(Of(type.GetElementType()!, typeArguments, methodArguments));
        if (!type.IsGenericType) return Made(type, []);
        return Made(type.GetGenericTypeDefinition(), [.. type.GetGenericArguments().Select(a => Of(a, typeArguments, methodArguments))]);
    }

    /// <summary>Whether the function at hand is one of those that the compiler hands the context to, in an array of anything.</summary>
    public bool IsEntry { get; set; }

    private IlType Array(IlType element)
    {
        if (!MayBeInArray(element))
        {
            throw new UnverifiableException($"an array holds values, texts and records only, not `{element}`; use a `List<T>`");
        }
        return Find($"{element.Name}[]") ?? Add(new IlType { Name = $"{element.Name}[]", Kind = IlKind.Reference, Element = element });
    }

    private bool MayBeInArray(IlType element) => element.Kind switch
    {
        IlKind.Reference when element.IsArray => false,
        IlKind.Reference when element.Own is not null || element.Platform == typeof(string) => true,
        IlKind.Reference when element.Platform == typeof(object) => IsEntry,
        IlKind.Reference => element.Platform is { IsSealed: true } known && known.FullName!.StartsWith("Argos.", StringComparison.Ordinal),
        _ => !element.IsByRefLike && element.Kind is not (IlKind.Void or IlKind.ByRef),
    };

    public IlType AddressOf(IlType target)
    {
        if (target.Kind == IlKind.ByRef) throw new UnverifiableException("the address of an address is not part of a policy");
        return Find($"{target.Name}&") ?? Add(new IlType { Name = $"{target.Name}&", Kind = IlKind.ByRef, Element = target });
    }

    private IlType Generic(GenericInstanceType type)
    {
        var arguments = type.GenericArguments.Select(Of).ToImmutableArray();
        if (arguments.FirstOrDefault(static a => a.IsByRefLike || a.Kind is IlKind.ByRef or IlKind.Void) is { } odd)
        {
            throw new UnverifiableException($"`{type.Name}` of `{odd}` is not part of a policy");
        }
        if (type.ElementType is not TypeDefinition own) return Platform(type.ElementType, arguments);
        // Of the image only the arguments of one call, side by side, are generic.
        if (!InlineArrays.IsInlineArray(own) || arguments.Length != 1) throw new UnverifiableException($"`{type.Name}` is generic");
        var name = $"{own.FullName}<{arguments[0].Name}>";
        return Find(name) ?? Add(new IlType { Name = name, Kind = IlKind.Value, Own = own, Arguments = arguments });
    }

    private IlType Own(TypeDefinition own)
    {
        if (own.HasGenericParameters) throw new UnverifiableException($"`{own.Name}` is generic");
        return Find(own.FullName) ?? Add(new IlType
        {
            Name = own.FullName,
            Kind = own.IsValueType
            ? IlKind.Value : IlKind.Reference,
            Own = own
        });
    }

    private IlType Platform(TypeReference type, ImmutableArray<IlType> arguments)
    {
        var key = MemberKey.Of(type);
        if (ReferenceCheck.IsOwn(type)) throw new UnverifiableException($"the type `{key}` is named in a way that is not part of a policy");
        var real = ListedMembers.Type(key) ?? throw new UnverifiableException($"the type `{key}` is not part of a policy");
        if ((real.IsGenericTypeDefinition ? real.GetGenericArguments().Length : 0) != arguments.Length)
        {
            throw new UnverifiableException($"the type `{key}` is used with {arguments.Length} arguments");
        }
        return Made(real, arguments);
    }

    private IlType Made(Type type, ImmutableArray<IlType> arguments)
    {
        var name = arguments.IsEmpty ? type.FullName! : $"{type.FullName}<{string.Join(',', arguments.Select(static a => a.Name))}>";
        if (Find(name) is { } known) return known;
        var number = type.IsEnum ? Enum.GetUnderlyingType(type) : type;
        var (kind, size) = System.Type.GetTypeCode(number) switch
        {
            TypeCode.Boolean or TypeCode.Byte or TypeCode.SByte => (IlKind.Int32, 1),
            TypeCode.Char or TypeCode.Int16 or TypeCode.UInt16 => (IlKind.Int32, 2),
            TypeCode.Int32 or TypeCode.UInt32 => (IlKind.Int32, 4),
            TypeCode.Int64 or TypeCode.UInt64 => (IlKind.Int64, 8),
            TypeCode.Single => (IlKind.Float, 4),
            TypeCode.Double => (IlKind.Float, 8),
            _ when type == typeof(void) => (IlKind.Void, 0),
            _ when type == typeof(nint) => (IlKind.Native, 0),
            _ => (type.IsValueType ? IlKind.Value : IlKind.Reference, 0),
        };
        return Add(new IlType { Name = name, Kind = kind, Size = size, Platform = type, Arguments = arguments });
    }

    private IlType? Find(string name) => _known.GetValueOrDefault(name);

    private IlType Add(IlType type)
    {
        _known.Add(type.Name, type);
        return type;
    }
}
