using System.Diagnostics;
using System.Reflection;
using System.Runtime.Loader;

namespace Argos.Rules.Engine.Tests.Scripting;

/// <summary>
/// Loads the engine a second time, in a context of its own, activates policies there as the engine does, and reads which
/// assemblies that brought into the context.
/// </summary>
internal static class RoslynFreeHost
{
    public static async Task<(int Activated, IReadOnlyList<string> Assemblies)> RunAsync()
    {
        var context = new Isolated(typeof(RoslynFreeHost).Assembly.Location);
        var probe = context.LoadFromAssemblyPath(typeof(RoslynFreeHost).Assembly.Location).GetType(typeof(ActivationProbe).FullName!)!;
        var run = probe.GetMethod(nameof(ActivationProbe.RunAsync), BindingFlags.Public | BindingFlags.Static)!;
        var activated = await (Task<int>)run.Invoke(null, null)!;
        Debug.Assert(context.Assemblies.Any());
        return (activated, [.. context.Assemblies.Select(static a => a.GetName().Name!).Order(StringComparer.Ordinal)]);
    }

    /// <summary>Everything that lies beside the tests is loaded here and not shared, so what is used shows.</summary>
    private sealed class Isolated(string root) : AssemblyLoadContext("roslyn-free", isCollectible: false)
    {
        protected override Assembly? Load(AssemblyName name)
        {
            var path = Path.Combine(Path.GetDirectoryName(root)!, $"{name.Name}.dll");
            return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
        }
    }
}
