using System.Collections.Immutable;
using Argos.Rules.Language;
using Argos.Rules.Sandbox;
using Microsoft.CodeAnalysis;

namespace Argos.Rules.Compiler;

/// <summary>What a policy is compiled against. The lists of the sandbox say which parts of it exist for a policy.</summary>
internal static class References
{
    private static readonly string[] Platform = ["System.Private.CoreLib", "System.Runtime", "System.Collections", "System.Collections.Immutable"];

    private static readonly Lazy<ImmutableArray<MetadataReference>> Loaded = new(Load);

    public static ImmutableArray<MetadataReference> All => Loaded.Value;

    private static ImmutableArray<MetadataReference> Load()
    {
        var trusted = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var platform = trusted.Where(static path => Platform.Contains(Path.GetFileNameWithoutExtension(path)));
        var own = LanguageAssemblies.All.Append(typeof(CompiledPolicy).Assembly).Select(static assembly => assembly.Location);
        return [.. platform.Concat(own).Select(static path => MetadataReference.CreateFromFile(path))];
    }
}
