using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Argos.Rules.Contracts.Instances;

/// <summary>Reads an <see cref="InstanceConfirmation"/> from JSON: unknown members are ignored, known ones must have their type.</summary>
public static class InstanceConfirmationJson
{
    /// <summary>Reads a confirmation.</summary>
    /// <param name="json">The body of a callback.</param>
    /// <param name="confirmation">What was read.</param>
    /// <param name="problem">What is wrong, one line, without any value of the body.</param>
    public static bool TryRead(JsonElement json, [NotNullWhen(true)] out InstanceConfirmation? confirmation, [NotNullWhen(false)] out string? problem)
    {
        confirmation = null;
        if (json.ValueKind != JsonValueKind.Object)
        {
            problem = "the body is not a JSON object";
            return false;
        }
        if (!TryText(json, "provider", out var provider, out problem)
            || !TryText(json, "domain", out var domain, out problem)
            || !TryText(json, "service", out var service, out problem)
            || !TryAttestation(json, out var attestation, out problem)
            || !TryAttributes(json, out var attributes, out problem)) return false;
        confirmation = new InstanceConfirmation(provider, domain, service, attestation, attributes);
        return true;
    }

    /// <summary>The domain of the identity that is asked for, without reading anything else; empty when there is none.</summary>
    /// <param name="json">The body of a callback.</param>
    /// <exception cref="InvalidOperationException">It is not Unicode.</exception>
    public static string DomainOf(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && TryText(json, "domain", out var domain, out _) ? domain : "";

    private static bool TryText(JsonElement json, string name, out string text, [NotNullWhen(false)] out string? problem)
    {
        text = json.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString()! : "";
        problem = text.Length > 0 ? null : $"`{name}` must be a non-empty string";
        return problem is null;
    }

    /// <summary>On refresh ZTS sends JSON <c>null</c> when the agent gave no attestation data.</summary>
    private static bool TryAttestation(JsonElement json, out string? attestation, [NotNullWhen(false)] out string? problem)
    {
        attestation = null;
        problem = null;
        if (!json.TryGetProperty("attestationData", out var member) || member.ValueKind == JsonValueKind.Null) return true;
        if (member.ValueKind != JsonValueKind.String) problem = "`attestationData` must be a string";
        else attestation = member.GetString();
        return problem is null;
    }

    private static bool TryAttributes(JsonElement json, out ImmutableDictionary<string, string> attributes, [NotNullWhen(false)] out string? problem)
    {
        attributes = ImmutableDictionary<string, string>.Empty;
        problem = null;
        if (!json.TryGetProperty("attributes", out var member) || member.ValueKind == JsonValueKind.Null) return true;
        if (member.ValueKind != JsonValueKind.Object)
        {
            problem = "`attributes` must be an object of strings";
            return false;
        }
        var builder = attributes.ToBuilder();
        foreach (var item in member.EnumerateObject())
        {
            if (item.Value.ValueKind == JsonValueKind.Null) continue;
            if (item.Value.ValueKind != JsonValueKind.String)
            {
                problem = "`attributes` must be an object of strings";
                return false;
            }
            builder[item.Name] = item.Value.GetString()!;
        }
        attributes = builder.ToImmutable();
        return true;
    }
}
