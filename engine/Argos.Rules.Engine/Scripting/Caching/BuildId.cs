using Argos.Rules.Language;

namespace Argos.Rules.Engine.Scripting.Caching;

/// <summary>Names this build: another one has another compiler, or another language.</summary>
internal static class BuildId
{
    public static string Text { get; } = 
        string.Join('.', LanguageAssemblies.All.Prepend(typeof(BuildId).Assembly).Select(static assembly => assembly.ManifestModule.ModuleVersionId.ToString("N")));
}
