using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Argos.Rules.Sandbox.Metadata;

/// <summary>
/// The kinds of tuples that an image uses: generic types and methods over tuples, of the platform and of what policies run on. They
/// belong to the platform and not to the policy, so they are never unloaded; their number is limited.
/// </summary>
internal sealed class TupleUse
{
    /// <summary>The most kinds of one policy.</summary>
    public const int Maximum = 64;

    private const string Tuple = "System.ValueTuple`";

    private readonly HashSet<string> _kinds = new(StringComparer.Ordinal);
    private SequencePoint? _exceeded;

    private TupleUse()
    {
    }

    /// <summary>The kinds of an image, by name.</summary>
    public static IReadOnlySet<string> Of(ModuleDefinition module) => Find(module)._kinds;

    /// <summary>Refuses an image with too many, at the statement that brings in the first one too many.</summary>
    public static void Check(ModuleDefinition module, DiagnosticBag problems)
    {
        var use = Find(module);
        if (use._kinds.Count <= Maximum) return;
        problems.Add(use._exceeded, "ARG0416",
            $"the policy uses {use._kinds.Count} kinds of tuples with generic types and methods, "
            + $"and at most {Maximum} are allowed: use records");
    }

    private static TupleUse Find(ModuleDefinition module)
    {
        var use = new TupleUse();
        foreach (var type in module.GetTypes())
        {
            foreach (var field in type.Fields) use.Add(field.FieldType, type);
            foreach (var method in type.Methods.Where(static m => m.HasBody)) use.Add(method);
        }
        return use;
    }

    private void Add(MethodDefinition method)
    {
        foreach (var instruction in method.Body.Instructions)
        {
            switch (instruction.Operand)
            {
                case GenericInstanceMethod generic:
                    Add(generic, generic.GenericArguments, ImagePlaces.Of(method, instruction));
                    break;
                case MemberReference { DeclaringType: GenericInstanceType declaring }:
                    Add(declaring, declaring.GenericArguments, ImagePlaces.Of(method, instruction));
                    break;
                case GenericInstanceType type:
                    Add(type, type.GenericArguments, ImagePlaces.Of(method, instruction));
                    break;
            }
        }
        foreach (var variable in method.Body.Variables)
        {
            if (variable.VariableType is GenericInstanceType type) Add(type, type.GenericArguments, ImagePlaces.Of(method));
        }
    }

    private void Add(TypeReference type, TypeDefinition owner)
    {
        if (type is GenericInstanceType generic) Add(generic, generic.GenericArguments, ImagePlaces.Of(owner));
    }

    private void Add(MemberReference generic, IEnumerable<TypeReference> arguments, SequencePoint? place)
    {
        // What is over a type of the policy's own is unloaded with it.
        if (arguments.Any(static a => IsOwn(a))) return;
        var name = generic.FullName;
        if (!name.Contains(Tuple, StringComparison.Ordinal) || !_kinds.Add(name)) return;
        if (_kinds.Count > Maximum) _exceeded ??= place;
    }

    private static bool IsOwn(TypeReference type) => type switch
    {
        GenericInstanceType generic => generic.GenericArguments.Any(IsOwn) || IsOwn(generic.ElementType),
        TypeSpecification specification => IsOwn(specification.ElementType),
        _ => type.Scope is ModuleDefinition,
    };
}
