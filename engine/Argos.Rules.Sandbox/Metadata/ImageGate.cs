using System.Collections.Immutable;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Sandbox.Metadata.Verification;
using Mono.Cecil;

namespace Argos.Rules.Sandbox.Metadata;

/// <summary>
/// The fourth gate, and the guarantee: whatever the compiler made, only listed types and members are in the image, in the
/// places where they belong. It runs in the engine before every load, also of a cached image.
/// </summary>
internal static class ImageGate
{
    /// <summary>Checks an image; nothing when it may be loaded.</summary>
    /// <param name="id">The policy's id.</param>
    /// <param name="policy">The image.</param>
    /// <param name="traced">Whether it is for a trace, which decides nothing: only then may it call what records.</param>
    public static ImmutableArray<Diagnostic> Check(string id, CompiledPolicy policy, bool traced = false)
    {
        if (policy.Image.Length > ImageLimits.Bytes)
        {
            return [DiagnosticFactory.Whole("ARG0401",
                $"the compiled policy has {policy.Image.Length} bytes and may have {ImageLimits.Bytes}; make the policy shorter")];
        }
        using var module = ImageReader.Read(policy);
        return module is null ? [Unreadable()] : Check(id, module, traced);
    }

    public static ImmutableArray<Diagnostic> Check(string id, ModuleDefinition module, bool traced = false)
    {
        try
        {
            return CheckAll(id, module, traced);
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            // The reader meets what is broken in the image in many ways; all of them mean that there is no policy.
            return [Unreadable()];
        }
    }

    private static Diagnostic Unreadable() =>
        DiagnosticFactory.Whole("ARG0402", "the compiled policy cannot be read; send the policy again");

    private static ImmutableArray<Diagnostic> CheckAll(string id, ModuleDefinition module, bool traced)
    {
        var problems = new DiagnosticBag(id);
        ModuleCheck.Check(module, problems);
        ReferenceCheck.Check(module, traced, problems);
        foreach (var type in module.GetTypes())
        {
            TypeCheck.Check(type, problems);
            foreach (var method in type.Methods) MethodCheck.Check(method, problems);
        }
        PatternUse.Check(module, problems);
        TupleUse.Check(module, problems);
        // Names first: they say better what is wrong. With them all in order, nothing may be used as what it is not.
        if (!problems.HasAny) ImageVerifier.Check(module, problems);
        return problems.ToImmutable();
    }
}
