using System.Reflection;
using System.Runtime.Loader;
using Argos.Rules.Contracts.Language;
using Argos.Rules.Engine.Sandbox.Metadata;

namespace Argos.Rules.Engine.Scripting;

/// <summary>
/// Checks a compiled policy, loads it into a collectible context and binds its entry once. A policy that is no longer
/// referenced is unloaded by the garbage collector; nothing has to be disposed.
/// </summary>
internal static class PolicyLoader
{
    /// <summary>Loads a policy.</summary>
    /// <returns>A delegate that runs it once and throws what it throws.</returns>
    /// <exception cref="BadImageFormatException">The image is no compiled policy, or uses what a policy may not use.</exception>
    public static Func<PolicyContext, Outcome> Load(CompiledPolicy policy)
    {
        if (ImageGate.Check("policy", policy) is [var first, ..]) throw new BadImageFormatException(first.Message);
        var context = new AssemblyLoadContext(name: null, isCollectible: true);
        using var image = new MemoryStream([.. policy.Image], writable: false);
        using var symbols = new MemoryStream([.. policy.Symbols], writable: false);
        var assembly = context.LoadFromStream(image, symbols);
        var factory = assembly.GetType(PolicyEntry.ClassName)?.GetMethod(PolicyEntry.FactoryName, BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)
            ?? throw new BadImageFormatException("the image has no script entry");
        var run = factory.CreateDelegate<Func<object?[], Task<object>>>();
        return globals => Result(run([globals, null]));
    }

    private static Outcome Result(Task<object> run) =>
        // The language has no await, so the task is complete; one that is not would block a decision.
        run.IsCompleted
            ? run.GetAwaiter().GetResult() as Outcome ?? throw new InvalidOperationException("the policy returned no outcome")
            : throw new InvalidOperationException("the policy did not complete synchronously");
}
