using System.Reflection;

namespace Argos.Rules.Hosting.Diagnostics;

/// <summary>What this build is.</summary>
internal static class ProductInfo
{
    /// <summary>The version, with the commit after a plus sign when the build knew it.</summary>
    public static string Version { get; } =
        typeof(ProductInfo).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
