using System.Globalization;
using System.Text.Json.Nodes;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Core.Snapshots;

namespace Argos.Rules.Cli.Diff;

/// <summary>A difference in words, and its question as a confirmation. Attestation data is named by its case, never shown.</summary>
internal static class DiffText
{
    public static string Name(DifferenceKind kind) => kind switch
    {
        DifferenceKind.NewlyGranted => "newly granted",
        DifferenceKind.Wider => "wider",
        DifferenceKind.Narrower => "narrower",
        DifferenceKind.NewlyRefused => "newly refused",
        _ => "other reason",
    };

    /// <summary>How the question differs from the case it was made from.</summary>
    public static string Described(DiffInput input, DiffInput origin)
    {
        var (now, then) = (input.Confirmation, origin.Confirmation);
        var changes = new List<string>();
        if (now.Provider != then.Provider) changes.Add($"provider `{now.Provider}`");
        if (now.Domain != then.Domain) changes.Add($"domain `{now.Domain}`");
        if (now.Service != then.Service) changes.Add($"service `{now.Service}`");
        if (input.Operation != origin.Operation) changes.Add(input.Operation == InstanceOperation.Refresh ? "a refresh" : "a registration");
        if (input.Now != origin.Now) changes.Add(string.Create(CultureInfo.InvariantCulture,
            $"at {input.Now.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}"));
        if (now.AttestationData != then.AttestationData) changes.Add(input.Proof is { } proof ? $"the attestation of case `{proof}`"
            : now.AttestationData is null ? "no attestation" : "an attestation that was changed");
        foreach (var name in now.Attributes.Keys.Union(then.Attributes.Keys).Order(StringComparer.Ordinal))
        {
            var (value, before) = (now.Attributes.GetValueOrDefault(name), then.Attributes.GetValueOrDefault(name));
            if (value != before) changes.Add(value is null ? $"no `{name}`" : $"`{name}` `{value}`");
        }
        if (!ReferenceEquals(input.Data, origin.Data)) changes.Add("other data (settings below)");
        if (!ReferenceEquals(input.Facts, origin.Facts)) changes.Add("facts of another case");
        return changes.Count == 0 ? $"as case `{input.Case}`" : $"as case `{input.Case}`, but {string.Join(", ", changes)}";
    }

    public static JsonObject Confirmation(DiffInput input)
    {
        var attributes = new JsonObject();
        foreach (var (name, value) in input.Confirmation.Attributes.OrderBy(static a => a.Key, StringComparer.Ordinal)) attributes[name] =
            value;
        return new JsonObject
        {
            ["provider"] = input.Confirmation.Provider,
            ["domain"] = input.Confirmation.Domain,
            ["service"] = input.Confirmation.Service,
            ["attributes"] = attributes,
        };
    }

    public static string Settings(DiffInput input) =>
        DataPath.TryParse(Snapshot.SettingsRoot + input.Confirmation.Provider, out var path, out _)
        && input.Data.TryPeek(path, out var document) ? document.GetRawText() : "none";
}
