using Argos.Rules.Core.Compilation;
using Argos.Rules.Sandbox.Loading;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argos.Rules.Engine.Tests.Scripting;

/// <summary>What the engine does with policies, and nothing else. Apart from the tests, so that running it loads only what the engine loads.</summary>
internal static class ActivationProbe
{
    /// <returns>How many policies compiled, loaded and were refused as they should.</returns>
    public static async Task<int> RunAsync()
    {
        await using var host = new CompileWorkerHost(new ScriptingOptions(), TimeProvider.System, NullLogger<CompileWorkerHost>.Instance);
        var good = await host.CompileAsync("good", "return Allow();", default);
        var other = await host.CompileAsync("other", "record R(int N); return new R(1).N == 1 ? Deny(\"x\") : Allow();", default);
        var bad = await host.CompileAsync("bad", "return System.IO.File.ReadAllText(\"/etc/passwd\");", default);
        PolicyLoader.Load(good.Policy!);
        PolicyLoader.Load(other.Policy!);
        return bad.Policy is null ? 3 : 2;
    }
}
