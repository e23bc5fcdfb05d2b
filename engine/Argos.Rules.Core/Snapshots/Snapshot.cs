using Argos.Rules.Contracts.Data;
using Argos.Rules.Core.Data;
using Argos.Rules.Core.Policies;
using Argos.Rules.Core.Policies.Providers;
using Argos.Rules.Language;

namespace Argos.Rules.Core.Snapshots;

/// <summary>Everything a decision depends on besides the confirmation and the time: immutable, taken once per decision.</summary>
/// <param name="Policies">The policies in force.</param>
/// <param name="Data">The replicated data.</param>
/// <param name="Revision">Grows with each change.</param>
internal sealed record Snapshot(PolicySet Policies, DataTree Data, long Revision)
{
    /// <summary>What an engine knows when it starts: nothing.</summary>
    public static Snapshot Empty { get; } = new(PolicySet.Empty, DataTree.Empty, 0);

    /// <summary>Whether what another snapshot says at a path, and below it, is the same, and the policies are.</summary>
    public bool IsSameAt(DataPath path, Snapshot other) => ReferenceEquals(Policies, other.Policies) && Data.IsSameAt(path, other.Data);

    /// <summary>The policies that apply to a provider, with its settings and what is wrong with them.</summary>
    public ProviderPolicies Applicable(string provider) => Policies.For(provider, SettingsOf(Data, provider));

    /// <summary>The settings document of a provider; a missing value when there is none.</summary>
    public static DataValue SettingsOf(IDataView data, string provider) =>
        // A provider is one segment: with a slash in its name it could point into the document of another one.
        provider.Contains('/') ? DataValue.Missing : data.Read(SettingsRoot + provider);

    /// <summary>Where the settings documents are.</summary>
    public const string SettingsRoot = "providers/";
}
