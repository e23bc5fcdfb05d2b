using Argos.Rules.Language.Patterns;
using Argos.Rules.Sandbox.Patterns;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Argos.Rules.Sandbox.Metadata;

/// <summary>
/// The calls of <c>Matches</c> in an image: the pattern is a literal right before the call, and nothing jumps between the two, so
/// the patterns of a policy are known before it runs.
/// </summary>
internal static class PatternUse
{
    /// <summary>The most patterns of a policy: each takes memory as long as the policy is in force.</summary>
    public const int Maximum = 32;

    /// <summary>What is wrong with a call; nothing when its pattern can be used.</summary>
    public static string? Problem(MethodDefinition method, Instruction call)
    {
        if (call.Previous is not { OpCode.Code: Code.Ldstr, Operand: string text } || IsTarget(method, call)) return "the pattern of `Matches` must be a literal";
        return TextPattern.TryParse(text, out _, out var problem) ? null : $"the pattern of `Matches` cannot be used: {problem.Message}";
    }

    /// <summary>Refuses an image with too many, at the first one too many.</summary>
    public static void Check(ModuleDefinition module, DiagnosticBag problems)
    {
        var texts = new HashSet<string>(StringComparer.Ordinal);
        SequencePoint? exceeded = null;
        foreach (var method in module.GetTypes().SelectMany(static t => t.Methods).Where(static m => m.HasBody))
        {
            foreach (var call in method.Body.Instructions.Where(IsCall))
            {
                if (call.Previous?.Operand is string text && texts.Add(text) && texts.Count == Maximum + 1) exceeded = ImagePlaces.Of(method, call);
            }
        }
        if (texts.Count > Maximum) problems.Add(exceeded, "ARG0401", $"the compiled policy has {texts.Count} patterns and may have {Maximum}; put alternatives into one with `|`");
    }

    /// <summary>The patterns of a checked image, ready for use.</summary>
    public static PatternTable Prepare(ModuleDefinition module) => PatternTable.Of(Texts(module));

    /// <summary>The patterns of an image, each once.</summary>
    public static IReadOnlyCollection<string> Texts(ModuleDefinition module) => module.GetTypes().SelectMany(static t => t.Methods).Where(static m => m.HasBody)
        .SelectMany(static m => m.Body.Instructions).Where(IsCall).Select(static call => call.Previous?.Operand).OfType<string>().ToHashSet(StringComparer.Ordinal);

    private static bool IsCall(Instruction at) => at.OpCode.Code is Code.Call or Code.Callvirt && at.Operand is MethodReference { Name: "Matches" } target && MemberKey.Of(target) == PatternTable.Member;

    private static bool IsTarget(MethodDefinition method, Instruction at) =>
        method.Body.Instructions.Any(i => i.Operand == at || (i.Operand is Instruction[] targets && targets.Contains(at)));
}
