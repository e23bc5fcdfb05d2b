using Mono.Cecil;

namespace Argos.Rules.Sandbox.Metadata;

/// <summary>The image as a whole: what it is, what it refers to, how large it is.</summary>
internal static class ModuleCheck
{
    private static readonly string[] Assemblies =
        ["System.Private.CoreLib", "System.Runtime", "System.Collections", "Argos.Rules.Contracts", "Argos.Rules.Language", "Argos.Rules.Sandbox"];

    public static void Check(ModuleDefinition module, DiagnosticBag problems)
    {
        if (module.Attributes != ModuleAttributes.ILOnly) problems.Add("ARG0403", "the compiled policy holds more than intermediate code");
        // One that is called like an assembly of the platform could be taken for it.
        if (module.Assembly.Name.Name != PolicyEntry.AssemblyName) problems.Add("ARG0403", "the compiled policy has another name");
        foreach (var reference in module.AssemblyReferences)
        {
            if (!Assemblies.Contains(reference.Name, StringComparer.Ordinal)) problems.Add("ARG0404", $"the compiled policy refers to the assembly `{reference.Name}`; use only what the policy language has");
        }
        if (module.ModuleReferences.Count > 0) problems.Add("ARG0405", "the compiled policy calls native code");
        if (module.HasResources || module.HasExportedTypes || module.EntryPoint is not null || module.Assembly.Modules.Count != 1)
        {
            problems.Add("ARG0403", "the compiled policy holds more than a policy");
        }
        if (module.Assembly.SecurityDeclarations.Count > 0) problems.Add("ARG0403", "the compiled policy holds security declarations");
        var types = module.GetTypes().ToList();
        if (types.Count > ImageLimits.Types) problems.Add(types[ImageLimits.Types], "ARG0401", $"the compiled policy has {types.Count} types and may have {ImageLimits.Types}; make the policy shorter");
        var methods = types.SelectMany(static t => t.Methods).ToList();
        if (methods.Count > ImageLimits.Methods) problems.Add(methods[ImageLimits.Methods], "ARG0401", $"the compiled policy has {methods.Count} functions and may have {ImageLimits.Methods}; make the policy shorter");
        if (module.GetType(PolicyEntry.ClassName)?.Methods.Any(static m => m.Name == PolicyEntry.FactoryName) is not true) problems.Add("ARG0402", "the compiled policy has no entry");
    }
}
