using Argos.Rules.Engine.Scripting;

namespace Argos.Rules.Engine.Tests.PolicyTests;

internal sealed class KubernetesPolicyTests
{
    [Test]
    public void Compile_stock_policy_has_no_diagnostics()
    {
        var result = PolicyCompiler.Compile("kubernetes", StockPolicies.Read("kubernetes", "policy.csx"), CancellationToken.None);

        Assert.That(result.Diagnostics, Is.Empty);
        Assert.That(result.Policy, Is.Not.Null);
    }
}
