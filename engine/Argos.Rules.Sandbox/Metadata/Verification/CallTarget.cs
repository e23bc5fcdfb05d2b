using System.Collections.Immutable;
using System.Reflection;
using Mono.Cecil;

namespace Argos.Rules.Sandbox.Metadata.Verification;

/// <summary>What a call takes and gives, as the called function really is.</summary>
/// <param name="Declaring">The type that has it.</param>
/// <param name="Name">Its name.</param>
/// <param name="HasThis">Whether it belongs to an object.</param>
/// <param name="Parameters">What it takes beside the object.</param>
/// <param name="Returns">What it gives.</param>
/// <param name="Own">Its definition, when it is of the image.</param>
internal sealed record CallTarget(IlType Declaring, string Name, bool HasThis, ImmutableArray<IlType> Parameters, IlType Returns,
    MethodDefinition? Own = null)
{
    /// <summary>Whether there is nothing to run but in a type that derives.</summary>
    public bool IsAbstract { get; private init; }

    public bool IsConstructor => Name == ".ctor";

    /// <summary>Whether it changes nothing of a structure that it belongs to.</summary>
    public bool LeavesObject { get; private init; }

    public static CallTarget Of(MethodReference target, IlTypes types) => target is MethodDefinition own
        ? OfOwn(own, types) : OfListed(target, types);

    private static CallTarget OfOwn(MethodDefinition own, IlTypes types)
    {
        if (own.HasGenericParameters) throw new UnverifiableException($"`{own.Name}` is generic");
        return new CallTarget(types.Of(own.DeclaringType), own.Name, own.HasThis,
            [.. own.Parameters.Select(p => types.Of(p.ParameterType))], types.Of(own.ReturnType), own)
        { IsAbstract = own.IsAbstract };
    }

    private static CallTarget OfListed(MethodReference target, IlTypes types)
    {
        var key = MemberKey.Of(target);
        if (target.DeclaringType is ArrayType || ReferenceCheck.IsOwn(target.DeclaringType) || ListedMembers.Method(key) is not { } real)
        {
            throw new UnverifiableException($"`{key}` is not part of a policy");
        }
        var declaring = types.Of(target.DeclaringType);
        var arguments = target is GenericInstanceMethod generic ? generic.GenericArguments.Select(types.Of).ToImmutableArray() : [];
        var element = target.GetElementMethod();
        if (element.HasThis == real.IsStatic || element.ExplicitThis
            || element.CallingConvention is not (MethodCallingConvention.Default or MethodCallingConvention.Generic))
        {
            throw new UnverifiableException($"`{key}` is called as what it is not");
        }
        if (arguments.Length != element.GenericParameters.Count
            || arguments.Any(static a => a.IsByRefLike || a.Kind is IlKind.ByRef or IlKind.Void))
        {
            throw new UnverifiableException($"`{key}` is called with other types than it has");
        }
        var returned = real is MethodInfo method ? method.ReturnType : typeof(void);
        if (MemberKey.InSignature(element.ReturnType) != AllowLists.ReflectionKey.InSignature(returned))
        {
            throw new UnverifiableException($"`{key}` does not give what the image says");
        }
        return new CallTarget(declaring, real.Name, !real.IsStatic,
            [.. real.GetParameters().Select(p => types.Of(p.ParameterType, declaring.Arguments, arguments))],
            types.Of(returned, declaring.Arguments, arguments))
        {
            IsAbstract = real.IsAbstract,
            LeavesObject = real.DeclaringType!.IsDefined(typeof(System.Runtime.CompilerServices.IsReadOnlyAttribute), inherit: false),
        };
    }
}
