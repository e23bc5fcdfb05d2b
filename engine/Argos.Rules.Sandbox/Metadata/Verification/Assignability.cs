using System.Collections.Immutable;
using System.Reflection;

namespace Argos.Rules.Sandbox.Metadata.Verification;

/// <summary>Whether a value of one type is one of another. Arrays are never seen as other arrays, whatever the platform allows.</summary>
internal sealed class Assignability(IlTypes types)
{
    private static readonly Type[] OfArrays = [typeof(IEnumerable<>), typeof(IReadOnlyCollection<>), typeof(IReadOnlyList<>)];

    private readonly Dictionary<(IlType From, IlType To), bool> _known = [];

    public bool Is(StackValue value, IlType to) => to.Kind switch
    {
        IlKind.Reference => value.Kind == IlKind.Null || (value.Kind == IlKind.Reference && Is(value.Type!, to)),
        IlKind.Value => value.Kind == IlKind.Value && value.Type == to,
        IlKind.ByRef => value.Kind == IlKind.ByRef && value.Type == to.Element && !value.IsReadOnly,
        IlKind.Native => value.Kind is IlKind.Native,
        _ => value.Kind == to.Kind,
    };

    public bool Is(IlType from, IlType to)
    {
        if (from == to) return true;
        if (from.Kind != IlKind.Reference || to.Kind != IlKind.Reference || to.IsArray) return false;
        if (to.Platform == typeof(object)) return true;
        if (_known.TryGetValue((from, to), out var known)) return known;
        return _known[(from, to)] = from.IsArray ? ArrayIs(from, to) : from.Own is { } ? OwnIs(from, to) : PlatformIs(from, to);
    }

    /// <summary>The narrowest type that both are, of those that the language needs.</summary>
    public IlType Common(IlType one, IlType other) => Is(one, other) ? other : Is(other, one) ? one : types.Object;

    private bool ArrayIs(IlType from, IlType to) =>
        to.Platform == typeof(Array) || (to.Platform is { } wanted && OfArrays.Contains(wanted) && Varies(from.Element!, to.Arguments[0]));

    private bool OwnIs(IlType from, IlType to)
    {
        var own = from.Own!;
        if (own.BaseType is { } parent && Is(types.Of(parent), to)) return true;
        return own.Interfaces.Any(i => Is(types.Of(i.InterfaceType), to));
    }

    private bool PlatformIs(IlType from, IlType to)
    {
        if (from.Platform is not { } definition || to.Platform is not { } wanted) return false;
        if (definition == wanted) return Fits(from.Arguments, to);
        for (var parent = definition.BaseType; parent is not null; parent = parent.BaseType)
        {
            if (Definition(parent) == wanted) return Fits(ArgumentsOf(parent, from), to);
        }
        return definition.GetInterfaces().Any(i => Definition(i) == wanted && Fits(ArgumentsOf(i, from), to));
    }

    private ImmutableArray<IlType> ArgumentsOf(Type type, IlType within) =>
        type.IsGenericType ? [.. type.GetGenericArguments().Select(a => types.Of(a, within.Arguments, []))] : [];

    private static Type Definition(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;

    private bool Fits(ImmutableArray<IlType> arguments, IlType to)
    {
        if (arguments.IsEmpty) return true;
        var parameters = to.Platform!.GetGenericArguments();
        for (var i = 0; i < parameters.Length; i++)
        {
            var fits = (parameters[i].GenericParameterAttributes & GenericParameterAttributes.VarianceMask) switch
            {
                GenericParameterAttributes.Covariant => Varies(arguments[i], to.Arguments[i]),
                GenericParameterAttributes.Contravariant => Varies(to.Arguments[i], arguments[i]),
                _ => arguments[i] == to.Arguments[i],
            };
            if (!fits) return false;
        }
        return true;
    }

    /// <summary>Only references vary.</summary>
    private bool Varies(IlType from, IlType to) => from == to
        || (from.Kind == IlKind.Reference && to.Kind == IlKind.Reference && Is(from, to));
}
