using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Argos.Rules.Language;
using Argos.Rules.Sandbox.Metadata;
using Argos.Rules.Sandbox.Metering;
using Argos.Rules.Sandbox.Patterns;
using Argos.Rules.Sandbox.Weaving;

namespace Argos.Rules.Sandbox.Loading;

/// <summary>
/// Checks a compiled policy, puts the meter into it, loads it into a collectible context and binds its entry once. A policy
/// that is no longer referenced is unloaded by the garbage collector; nothing has to be disposed.
/// </summary>
internal static class PolicyLoader
{
    /// <summary>
    /// What a loaded policy takes (machine code, about a dozen mappings) is no pressure on the collector, so that policies that are no longer
    /// referenced would stay until a full collection that may be far away; Linux ends a process with 65,530 mappings.
    /// </summary>
    private const int LoadsBetweenCollections = 100;

    private static int _loads;

    /// <summary>Loads a policy.</summary>
    /// <param name="policy">The compiled policy.</param>
    /// <param name="budget">What one evaluation may use; the default budget when left out.</param>
    /// <param name="traced">Whether it is for a trace. Such a policy must never decide.</param>
    /// <param name="id">The policy's id, where it stays loaded.</param>
    /// <returns>A delegate that runs it once, within the budget. It throws <see cref="PolicyFaultException"/> or <see cref="BudgetExhaustedException"/>.</returns>
    /// <exception cref="BadImageFormatException">The image is no compiled policy, or uses what a policy may not use.</exception>
    public static Func<PolicyContext, Outcome> Load(CompiledPolicy policy, Budget? budget = null, bool traced = false, string id = "")
    {
        var (metered, patterns) = Metered(id, policy, traced);
        var run = Bind(metered);
        if (Interlocked.Increment(ref _loads) % LoadsBetweenCollections == 0) GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
        var limits = budget ?? Budget.Default;
        return globals => ScriptRun.Execute(run, globals, limits, patterns);
    }

    private static (CompiledPolicy Policy, PatternTable Patterns) Metered(string id, CompiledPolicy policy, bool traced)
    {
        // One look: what is checked is what is rewritten, and what is rewritten is what is loaded.
        using var module = policy.Image.Length > ImageLimits.Bytes ? null : ImageReader.Read(policy);
        if (module is null) throw new BadImageFormatException("the compiled policy cannot be read");
        if (ImageGate.Check("policy", module, traced) is [var first, ..]) throw new BadImageFormatException(first.Message);
        TupleKinds.Shared.Admit(id, TupleUse.Of(module));
        var patterns = PatternUse.Prepare(module);
        return (Instrumenter.Rewrite(module), patterns);
    }

    private static Func<object?[], Task<object>> Bind(CompiledPolicy policy)
    {
        var context = new AssemblyLoadContext(name: null, isCollectible: true);
        using var image = new MemoryStream([.. policy.Image], writable: false);
        using var symbols = new MemoryStream([.. policy.Symbols], writable: false);
        var assembly = context.LoadFromStream(image, symbols);
        var factory = assembly.GetType(PolicyEntry.ClassName)?.GetMethod(PolicyEntry.FactoryName, BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)
            ?? throw new BadImageFormatException("the image has no script entry");
        Prepare(assembly);
        return factory.CreateDelegate<Func<object?[], Task<object>>>();
    }

    /// <summary>Translates to machine code now, so that no decision pays for it, and not on a policy's budget of stack and time.</summary>
    private static void Prepare(Assembly assembly)
    {
        foreach (var type in assembly.GetTypes())
        {
            if (type.ContainsGenericParameters) continue;
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
            foreach (var method in type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            {
                if (!method.IsAbstract && !method.ContainsGenericParameters) RuntimeHelpers.PrepareMethod(method.MethodHandle);
            }
        }
    }
}
