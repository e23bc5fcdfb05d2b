using System.Collections.Concurrent;
using System.Globalization;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Argos.Rules.Sandbox.Loading;

/// <summary>
/// Knows the kinds of tuples that policies have brought into this process. A generic type or method over tuples of the platform's types belongs to the
/// platform and not to the policy, so it is never unloaded: its machine code stays (about 10 KB for each method) until the process ends.
/// Each kind is paid for once, however many policies use it; their number is limited, for a policy and for the process.
/// </summary>
internal static class TupleKinds
{
    /// <summary>The most kinds of one policy.</summary>
    public const int MaximumOfPolicy = 64;

    /// <summary>The most kinds of all policies since the process began.</summary>
    public const int Maximum = 4096;

    /// <summary>How many there are now.</summary>
    public static int Count => Known.Count;

    private const string Tuple = "System.ValueTuple`";

    private static readonly ConcurrentDictionary<string, bool> Known = new(StringComparer.Ordinal);

    /// <summary>Takes note of the kinds that a policy uses.</summary>
    /// <exception cref="BadImageFormatException">They are too many.</exception>
    public static void Admit(ModuleDefinition module)
    {
        var kinds = Of(module);
        if (kinds.Count > MaximumOfPolicy)
        {
            throw new BadImageFormatException(string.Create(CultureInfo.InvariantCulture, $"the policy uses {kinds.Count} kinds of tuples with generic types and methods, and at most {MaximumOfPolicy} are allowed: use records"));
        }
        kinds.RemoveWhere(Known.ContainsKey);
        if (Known.Count + kinds.Count > Maximum)
        {
            throw new BadImageFormatException("policies have used too many kinds of tuples since the engine was started, which stay in its memory: use records, or start it again");
        }
        foreach (var kind in kinds) Known.TryAdd(kind, true);
    }

    /// <summary>The generic types and methods over tuples, of the platform and of what policies run on, by name.</summary>
    private static HashSet<string> Of(ModuleDefinition module)
    {
        var kinds = new HashSet<string>(StringComparer.Ordinal);
        foreach (var type in module.GetTypes())
        {
            foreach (var field in type.Fields) Add(field.FieldType, kinds);
            foreach (var method in type.Methods.Where(static m => m.HasBody)) Add(method.Body, kinds);
        }
        return kinds;
    }

    private static void Add(MethodBody body, HashSet<string> kinds)
    {
        foreach (var variable in body.Variables) Add(variable.VariableType, kinds);
        foreach (var instruction in body.Instructions)
        {
            switch (instruction.Operand)
            {
                case GenericInstanceMethod method:
                    Add(method, method.GenericArguments, kinds);
                    break;
                case MemberReference { DeclaringType: GenericInstanceType declaring }:
                    Add(declaring, kinds);
                    break;
                case TypeReference type:
                    Add(type, kinds);
                    break;
            }
        }
    }

    private static void Add(TypeReference type, HashSet<string> kinds)
    {
        if (type is GenericInstanceType generic) Add(generic, generic.GenericArguments, kinds);
    }

    private static void Add(MemberReference generic, IEnumerable<TypeReference> arguments, HashSet<string> kinds)
    {
        // What is over a type of the policy's own is unloaded with it.
        if (arguments.Any(static a => IsOwn(a))) return;
        var name = generic.FullName;
        if (name.Contains(Tuple, StringComparison.Ordinal)) kinds.Add(name);
    }

    private static bool IsOwn(TypeReference type) => type switch
    {
        GenericInstanceType generic => generic.GenericArguments.Any(IsOwn) || IsOwn(generic.ElementType),
        TypeSpecification specification => IsOwn(specification.ElementType),
        _ => type.Scope is ModuleDefinition,
    };
}
