using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Argos.Rules.Sandbox.Metadata;

/// <summary>Reads a compiled policy without running or resolving anything of it.</summary>
internal static class ImageReader
{
    /// <summary>Reads an image; <see langword="null"/> when it is none. Parts are read when they are looked at.</summary>
    public static ModuleDefinition? Read(CompiledPolicy policy)
    {
        try
        {
            if (!RawCheck.IsSound(policy)) return null;
            return ModuleDefinition.ReadModule(new MemoryStream([.. policy.Image]), new ReaderParameters(ReadingMode.Deferred)
            {
                AssemblyResolver = new NoResolver(),
                ReadSymbols = true,
                SymbolStream = new MemoryStream([.. policy.Symbols]),
                SymbolReaderProvider = new PortablePdbReaderProvider(),
            });
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A reader of a broken image fails in many ways; all of them mean that there is no policy.
            return null;
        }
    }

    /// <summary>What the checks need to know about other assemblies is in the lists.</summary>
    private sealed class NoResolver : IAssemblyResolver
    {
        public AssemblyDefinition Resolve(AssemblyNameReference name) => throw new AssemblyResolutionException(name);

        public AssemblyDefinition Resolve(AssemblyNameReference name, ReaderParameters parameters) => throw new AssemblyResolutionException(name);

        public void Dispose()
        {
        }
    }
}
