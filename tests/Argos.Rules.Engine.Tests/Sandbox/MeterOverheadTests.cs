using System.Diagnostics;
using System.Runtime.Loader;
using Argos.Rules.Engine.Tests.PolicyTests;
using Argos.Rules.Language;
using Argos.Rules.Sandbox;
using Argos.Rules.Sandbox.Loading;

namespace Argos.Rules.Engine.Tests.Sandbox;

/// <summary>The price of the meter. Explicit: a measurement needs a quiet machine.</summary>
internal sealed class MeterOverheadTests
{
    /// <summary>Without sequence methods: those are ours in both builds, and want a meter.</summary>
    private const string Checks = """
        if (Settings.FirstMissing("issuer", "audience", "dnsSuffixes") is { } missing) return Deny("settings-missing", $"setting `{missing}` is missing");
        var pod = Pods.Find("media-sports", "api-0");
        if (pod is null) return Wait(Pods.Key("media-sports", "api-0"), "pod-unknown");
        if (pod.Uid != Input.InstanceId) return Deny("pod-replaced", $"pod `{pod}` now has uid `{pod.Uid}`");
        if (pod.ServiceAccount != Input.Service) return Deny("pod-account-foreign");
        if (!pod.IsLive) return Deny("pod-phase-unknown");
        var suffix = Settings.Texts("dnsSuffixes")[0];
        bool Fits(string name) => name.EndsWith(suffix, StringComparison.Ordinal) && name.Length < 254;
        foreach (var name in Input.SanDns) { if (!Fits(name)) return Deny("dns-name-foreign"); }
        foreach (var name in Input.SanDns) { if (name.Contains('*')) return Deny("dns-name-wildcard"); }
        if (!Input.SanIps.IsSubsetOf(pod.Ips)) return Deny("san-ip-foreign");
        if (Input.ClientIp is not { } client || !pod.Ips.Contains(client)) return Deny("client-ip-foreign");
        return Allow(certExpiryMinutes: 60);
        """;

    [Test]
    [Explicit("a measurement")]
    public void Metered_policy_takes_at_most_twice_as_long()
    {
        var policy = Harness.Compile(Checks).Policy!;
        var (metered, bare) = (PolicyLoader.Load(policy), Bare(policy));
        Assert.That(metered(Harness.Context()), Is.InstanceOf<Outcome.Allowed>());
        Assert.That(bare(Harness.Context()), Is.InstanceOf<Outcome.Allowed>());

        var (best, bestBare) = (double.MaxValue, double.MaxValue);
        for (var round = 0; round < 200; round++)
        {
            best = Math.Min(best, Microseconds(metered));
            bestBare = Math.Min(bestBare, Microseconds(bare));
        }

        TestContext.Out.WriteLine($"metered {best:F2} us, bare {bestBare:F2} us, ratio {best / bestBare:F2}");
        Assert.That(best / bestBare, Is.LessThanOrEqualTo(2));
    }

    [Test]
    [Explicit("a measurement")]
    public void Load_of_the_stock_policy_takes_milliseconds()
    {
        var policy = Harness.Compile(StockPolicies.Read("kubernetes", "policy.csx")).Policy!;
        PolicyLoader.Load(policy);

        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < 20; i++) PolicyLoader.Load(policy);

        TestContext.Out.WriteLine($"load {Stopwatch.GetElapsedTime(start).TotalMilliseconds / 20:F1} ms");
        Assert.That(Stopwatch.GetElapsedTime(start).TotalMilliseconds / 20, Is.LessThan(500));
    }

    private static double Microseconds(Func<PolicyContext, Outcome> run)
    {
        var context = Harness.Context();
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < 2000; i++) run(context);
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / 2000;
    }

    private static Func<PolicyContext, Outcome> Bare(CompiledPolicy policy)
    {
        var assembly = new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(new MemoryStream([.. policy.Image]));
        var run = assembly.GetType(PolicyEntry.ClassName)!.GetMethod(PolicyEntry.FactoryName)!.CreateDelegate<Func<object?[], Task<object>>>();
        return context => (Outcome)run([context, null]).Result;
    }
}
