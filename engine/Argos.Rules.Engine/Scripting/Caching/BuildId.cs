using Argos.Rules.Contracts.Language;

namespace Argos.Rules.Engine.Scripting.Caching;

/// <summary>Names this build: another one has another compiler, or another language.</summary>
internal static class BuildId
{
    public static string Text { get; } = $"{typeof(BuildId).Module.ModuleVersionId:N}.{typeof(PolicyContext).Module.ModuleVersionId:N}";
}
