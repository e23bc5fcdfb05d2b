using Argos.Rules.Core.Policies;

namespace Argos.Rules.Testing;

/// <summary>How tests see a policy: alone, and enforced. A shadow policy never decides, so its cases say what it would do.</summary>
internal static class PolicyUnderTest
{
    public static PolicySet Alone(ActivePolicy policy) => PolicySet.Empty.With(policy with { FrontMatter = policy.FrontMatter with { Shadow = false } });
}
