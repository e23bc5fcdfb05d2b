using System.Collections.Immutable;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Engine.Declarations;
using Argos.Rules.Engine.Policies;
using Argos.Rules.Engine.Policies.Providers;

namespace Argos.Rules.Cli.Settings;

/// <summary>Says with their places what policies would refuse of settings.</summary>
internal static class SettingsFindings
{
    /// <summary>The code of the warning that settings could not be compared with anything.</summary>
    public const string UncheckedCode = "settings-unchecked";

    /// <summary>Compares a document with all of the policies that apply to its provider; with all when that is not known.</summary>
    public static IEnumerable<Diagnostic> Of(SettingsDocument document, PolicySet policies)
    {
        var (value, places) = (document.Value, document.Places);
        if (document.Provider is not { } provider) return SettingsCheck.Run(null, value, [.. policies.All], null).Select(problem => Of(problem, places));
        var found = policies.For(provider, value);
        // They may name any policy that is in force where they will be used.
        if (found.Problems.FirstOrDefault(static p => p.Setting == ReservedSettings.Policies) is { } unbound && value[ReservedSettings.Policies].IsArray)
            return [Unchecked($"{unbound.Detail.Replace("that is not in force", "that is not among those checked", StringComparison.Ordinal)}: check these settings with all policies of the provider", places, ReservedSettings.Policies)];
        return found.Policies.IsEmpty
            ? [Unchecked($"none of the policies is for the provider `{provider}`: check these settings with those that are", places, null)]
            : found.Problems.Select(problem => Of(problem, places));
    }

    private static Diagnostic Of(SettingsProblem problem, SettingsPlaces places) =>
        new(problem.Code, $"{problem.Detail}{(problem.Policy is null ? "" : $" (policy `{problem.Policy}`)")}", places.Of(problem.Setting));

    private static Diagnostic Unchecked(string message, SettingsPlaces places, string? setting) => new(UncheckedCode, message, places.Of(setting), "warning");
}
