using Argos.Rules.Contracts.Data;
using Argos.Rules.Language;

namespace Argos.Rules.Core.Policies.Providers;

/// <summary>A policy that applies to a provider, with the settings it sees.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Settings">The provider's settings with the policy's own defaults.</param>
/// <param name="Defaults">What settings read as that the document leaves out.</param>
/// <param name="Refusal">Why the policy refuses without being run; <see langword="null"/> when the settings are as it declares them.</param>
internal sealed record ProviderPolicy(ActivePolicy Policy, PolicySettings Settings, IReadOnlyDictionary<string, DataValue> Defaults, SettingsProblem? Refusal)
{
    /// <summary>Puts a policy and its defaults together.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="document">The provider's document.</param>
    /// <param name="defaults">What settings read as that the document leaves out.</param>
    /// <param name="bare">The settings without defaults, which policies share.</param>
    /// <param name="refusal">Why it refuses without being run.</param>
    public static ProviderPolicy Of(ActivePolicy policy, DataValue document, IReadOnlyDictionary<string, DataValue> defaults, PolicySettings bare, SettingsProblem? refusal) =>
        new(policy, defaults.Count == 0 ? bare : new PolicySettings(document, defaults), defaults, refusal);
}
