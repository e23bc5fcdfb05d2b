using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Argos.Rules.Core.Processes;
using Argos.Rules.Language;
using Argos.Rules.Sandbox;

namespace Argos.Rules.Core.Compilation.Caching;

/// <summary>Names this build: another one has another compiler, another language, or other checks.</summary>
internal static class BuildId
{
    private static readonly Lazy<string> Made = new(Make);

    public static string Text => Made.Value;

    private static string Make() => string.Join('.', LanguageAssemblies.All.Append(typeof(CompiledPolicy).Assembly).Append(typeof(BuildId).Assembly)
        .Select(static assembly => assembly.ManifestModule.ModuleVersionId).Append(Compiler()).Select(static id => id.ToString("N")));

    /// <summary>The compiler is never loaded here, only its name is read. Without it nothing can be compiled, and nothing is kept.</summary>
    private static Guid Compiler()
    {
        try
        {
            using var file = new PEReader(File.OpenRead(ChildCommand.PathOf(CompileWorkerHost.Program)));
            var metadata = file.GetMetadataReader();
            return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or BadImageFormatException)
        {
            return Guid.NewGuid();
        }
    }
}
