using System.Collections.Immutable;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Language.Platforms;
using Argos.Rules.Sandbox.Declarations;

namespace Argos.Rules.Core.Policies.Providers;

/// <summary>
/// Compares a provider's settings document with what the policies that apply to it declare. Whatever no policy declares is refused: a
/// misspelt name would otherwise leave the default in force.
/// </summary>
internal static class SettingsCheck
{
    /// <summary>
    /// The most problems that are found for all policies together, and for each: one is enough to refuse, and those of one policy must not
    /// hide another's.
    /// </summary>
    private const int MaximumProblems = 16;

    /// <summary>Everything that is wrong, what is wrong for all policies first.</summary>
    /// <param name="provider">The provider's name; <see langword="null"/> when it is not known, and may end with a region.</param>
    /// <param name="document">Its document; a missing value when there is none.</param>
    /// <param name="policies">The policies that apply.</param>
    /// <param name="bound">What is wrong with the policies that the document names.</param>
    public static ImmutableArray<SettingsProblem> Run(string? provider, DataValue document, ImmutableArray<ActivePolicy> policies, SettingsProblem? bound)
    {
        // While a policy that the document names is not in force, nobody knows what it declares.
        if (document.Exists && !document.IsObject) return [new SettingsProblem(SettingsProblem.InvalidCode, "the settings document must be an object")];
        return
        [
            .. bound is null ? Unknown(document, policies).Take(MaximumProblems) : [bound],
            .. policies.SelectMany(policy => OfPolicy(provider, document, policy).Take(MaximumProblems)),
        ];
    }

    private static IEnumerable<SettingsProblem> Unknown(DataValue document, ImmutableArray<ActivePolicy> policies)
    {
        foreach (var name in document.Names)
        {
            if (ReservedSettings.Contains(name) || policies.Any(policy => policy.FrontMatter.Settings.Find(name) is not null)) continue;
            var known = policies.SelectMany(static p => p.FrontMatter.Settings.All).Select(static d => d.Name).Append(ReservedSettings.Policies).Distinct();
            var described = NearestName.Described(name, known);
            yield return new SettingsProblem(SettingsProblem.InvalidCode, $"unknown setting {described}{(described.EndsWith('?') ? "" : Advice(policies))}")
            {
                Setting = name,
                Nearest = NearestName.Of(name, known),
            };
        }
    }

    private static string Advice(ImmutableArray<ActivePolicy> policies) =>
        policies.FirstOrDefault(static p => p.FrontMatter.Settings.IsEmpty) is { } silent
            ? $": if policy `{silent.Id}` reads it, declare it there, under `settings` of the front matter"
            : ": no policy of this provider declares it under `settings` of its front matter";

    private static IEnumerable<SettingsProblem> OfPolicy(string? provider, DataValue document, ActivePolicy policy)
    {
        var schema = policy.FrontMatter.Settings;
        if (!document.Exists)
        {
            if (schema.NeedsDocument) yield return new SettingsProblem(SettingsProblem.UnknownCode, $"there is no settings document `providers/{NearestName.Shown(provider ?? "")}`", policy.Id);
            yield break;
        }
        foreach (var declared in schema.All)
        {
            var value = document[declared.Name];
            if (Missing(provider, document, declared, value) is { } missing)
                yield return new SettingsProblem(SettingsProblem.MissingCode, missing, policy.Id) { Setting = declared.Name };
            // The name is there without a value: JSON's null is not a way to leave a setting out.
            else if ((value.Exists || document.Names.Contains(declared.Name)) && SettingValue.Problem(declared, value) is { } wrong)
                yield return new SettingsProblem(SettingsProblem.InvalidCode, $"setting `{declared.Name}` {wrong.Words}", policy.Id)
                {
                    Setting = wrong.Member is null ? declared.Name : $"{declared.Name}.{wrong.Member}",
                    Nearest = wrong.Nearest,
                };
        }
    }

    private static string? Missing(string? provider, DataValue document, SettingDeclaration declared, DataValue value)
    {
        if (declared.Required && SettingValue.IsEmpty(value)) return $"setting `{declared.Name}` is missing";
        if (declared.RequiredUnless is { } other && SettingValue.IsEmpty(value) && SettingValue.IsEmpty(document[other])) return $"neither setting `{declared.Name}` nor `{other}` is there";
        if (declared.FromProviderRegion && !value.Exists && provider is not null && ProviderRegion.Of(provider) is null)
            return $"setting `{declared.Name}` is missing, and the provider's name does not end with a region";
        return null;
    }
}
