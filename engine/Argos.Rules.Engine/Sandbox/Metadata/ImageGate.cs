using System.Collections.Immutable;
using Argos.Rules.Contracts.Management;
using Mono.Cecil;

namespace Argos.Rules.Engine.Sandbox.Metadata;

/// <summary>
/// The fourth gate, and the guarantee: whatever the compiler made, only listed types and members are in the image, in the
/// places where they belong. It runs in the engine before every load, also of a cached image.
/// </summary>
internal static class ImageGate
{
    /// <summary>Checks an image; nothing when it may be loaded.</summary>
    public static ImmutableArray<Diagnostic> Check(string id, CompiledPolicy policy)
    {
        if (policy.Image.Length > ImageLimits.Bytes)
        {
            return [Refusal.Whole("ARG0401", $"the compiled policy has {policy.Image.Length} bytes and may have {ImageLimits.Bytes}; make the policy shorter")];
        }
        using var module = ImageReader.Read(policy);
        return module is null ? [Unreadable()] : Check(id, module);
    }

    public static ImmutableArray<Diagnostic> Check(string id, ModuleDefinition module)
    {
        try
        {
            return CheckAll(id, module);
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            // The reader meets what is broken in the image in many ways; all of them mean that there is no policy.
            return [Unreadable()];
        }
    }

    private static Diagnostic Unreadable() => Refusal.Whole("ARG0402", "the compiled policy cannot be read; send the policy again");

    private static ImmutableArray<Diagnostic> CheckAll(string id, ModuleDefinition module)
    {
        var problems = new Problems(id);
        ModuleCheck.Check(module, problems);
        ReferenceCheck.Check(module, problems);
        foreach (var type in module.GetTypes())
        {
            TypeCheck.Check(type, problems);
            foreach (var method in type.Methods) MethodCheck.Check(method, problems);
        }
        return problems.ToImmutable();
    }
}
