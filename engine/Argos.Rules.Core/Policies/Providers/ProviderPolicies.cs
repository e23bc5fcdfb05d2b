using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Language;
using Argos.Rules.Language.Platforms;

namespace Argos.Rules.Core.Policies.Providers;

/// <summary>
/// The policies that apply to one provider and the verdict on its settings document: found out once for each content of the
/// document and each set of policies, not once for each decision. Immutable.
/// </summary>
internal sealed class ProviderPolicies
{
    private readonly DataValue _document;

    private ProviderPolicies(DataValue document, ImmutableArray<ProviderPolicy> policies, ImmutableArray<SettingsProblem> problems)
    {
        (_document, Policies, Problems) = (document, policies, problems);
        Enforced = [.. policies.Where(static p => !p.Policy.FrontMatter.Shadow)];
        Shadows = [.. policies.Where(static p => p.Policy.FrontMatter.Shadow)];
    }

    /// <summary>The policies that apply, in order of id.</summary>
    public ImmutableArray<ProviderPolicy> Policies { get; }

    /// <summary>Those of them that decide.</summary>
    public ImmutableArray<ProviderPolicy> Enforced { get; }

    /// <summary>Those of them that are in shadow mode.</summary>
    public ImmutableArray<ProviderPolicy> Shadows { get; }

    /// <summary>Everything that is wrong with the document.</summary>
    public ImmutableArray<SettingsProblem> Problems { get; }

    /// <summary>Finds the policies of a provider and checks its document.</summary>
    /// <param name="set">All policies.</param>
    /// <param name="provider">The provider's name.</param>
    /// <param name="document">Its settings document; a missing value when there is none.</param>
    public static ProviderPolicies Find(PolicySet set, string provider, DataValue document)
    {
        var bound = BoundPolicies.Of(set, document);
        ImmutableArray<ActivePolicy> policies = [.. set.Matching(provider).Union(bound.Policies).OrderBy(static p => p.Id, StringComparer.Ordinal)];
        var problems = SettingsCheck.Run(provider, document, policies, bound.Problem);
        var bare = new PolicySettings(document);
        return new ProviderPolicies(document, [.. policies.Select(policy => ProviderPolicy.Of(policy, document, Defaults(policy, provider), bare, Refusal(policy, problems)))], problems);
    }

    /// <summary>Whether this was found out with a document of the same content.</summary>
    public bool IsOf(DataValue document)
    {
        if (!_document.Exists || !document.Exists) return !_document.Exists && !document.Exists;
        return JsonMarshal.GetRawUtf8Value(_document.Element).SequenceEqual(JsonMarshal.GetRawUtf8Value(document.Element));
    }

    private static SettingsProblem? Refusal(ActivePolicy policy, ImmutableArray<SettingsProblem> problems) =>
        problems.FirstOrDefault(problem => problem.Policy is null || problem.Policy == policy.Id);

    private static Dictionary<string, DataValue> Defaults(ActivePolicy policy, string provider)
    {
        var schema = policy.FrontMatter.Settings;
        var defaults = new Dictionary<string, DataValue>(schema.Defaults, StringComparer.Ordinal);
        if (ProviderRegion.Of(provider) is not { } region) return defaults;
        foreach (var declared in schema.All.Where(static d => d.FromProviderRegion)) defaults[declared.Name] = new DataValue(JsonSerializer.SerializeToElement(region, ProviderJson.Default.String));
        return defaults;
    }
}
