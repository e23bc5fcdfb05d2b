using Argos.Rules.Sandbox.Metadata;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Argos.Rules.Sandbox.Weaving;

/// <summary>
/// The fifth gate: puts the meter into a checked policy. It works on the intermediate code and not on the text, so that code
/// that the compiler writes by itself (records, lambdas, `switch` on texts) is metered too.
/// </summary>
internal static class Instrumenter
{
    /// <summary>Rewrites a checked image.</summary>
    /// <returns>What to load.</returns>
    public static CompiledPolicy Rewrite(ModuleDefinition module)
    {
        var guards = new Guards(module);
        foreach (var type in module.GetTypes())
        {
            foreach (var method in type.Methods)
            {
                if (method.HasBody && !HelperBodies.IsHelper(method) && !TypeCheck.IsCacheInitializer(method)) new MethodRewriter(method, guards).Rewrite();
            }
        }
        using var image = new MemoryStream();
        using var symbols = new MemoryStream();
        module.Write(image, new WriterParameters { WriteSymbols = true, SymbolStream = symbols, SymbolWriterProvider = new PortablePdbWriterProvider() });
        return new CompiledPolicy([.. image.ToArray()], [.. symbols.ToArray()]);
    }
}
