using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Argos.Rules.Sandbox.Metadata;

/// <summary>
/// Where in its text a part of an image stands, as far as the symbols know. They are the compiler's word, like the image: they serve
/// messages, and nothing is allowed because of them.
/// </summary>
internal static class ImagePlaces
{
    /// <summary>The statement that an instruction belongs to, or the function around it.</summary>
    public static SequencePoint? Of(MethodDefinition method, Instruction at) =>
        method.DebugInformation.SequencePoints.LastOrDefault(p => !p.IsHidden && p.Offset <= at.Offset) ?? Of(method);

    /// <summary>The beginning of a function; of the type that it belongs to when it has no text of its own.</summary>
    public static SequencePoint? Of(MethodDefinition method) => First(method) ?? Of(method.DeclaringType);

    /// <summary>The first text of a type's functions, or of the type around it.</summary>
    public static SequencePoint? Of(TypeDefinition? type) =>
        type is null ? null : type.Methods.Concat(type.NestedTypes.SelectMany(static t => t.Methods)).Select(First)
            .FirstOrDefault(static p => p is not null) ?? Of(type.DeclaringType);

    /// <summary>The first use of a type or member, by its key.</summary>
    public static SequencePoint? OfUse(ModuleDefinition module, string key)
    {
        foreach (var method in module.GetTypes().SelectMany(static t => t.Methods).Where(static m => m.HasBody))
        {
            if (method.Body.Instructions.FirstOrDefault(i => i.Operand is MemberReference used
                && Uses(used, key)) is { } at) return Of(method, at);
            if (method.Body.Variables.Any(v => MemberKey.Of(v.VariableType) == key)) return Of(method);
        }
        return null;
    }

    private static bool Uses(MemberReference used, string key) => used switch
    {
        TypeReference type => MemberKey.Of(type) == key,
        MethodReference method => MemberKey.Of(method) == key || MemberKey.Of(method.DeclaringType) == key,
        FieldReference field => MemberKey.Of(field.DeclaringType) == key,
        _ => false,
    };

    private static SequencePoint? First(MethodDefinition method) =>
        method.DebugInformation.SequencePoints.FirstOrDefault(static p => !p.IsHidden);
}
