using System.Text.Json;
using Argos.Rules.Contracts.Addresses;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Language.Facts;

namespace Argos.Rules.Core.Facts;

/// <summary>The JSON forms of facts: what fetches give, and what dry runs and tests give by value.</summary>
internal static class StaticFactForms
{
    /// <summary>The forms of a fact that has no value.</summary>
    public const string Failures = "`{\"error\": \"...\"}` when the source says no, or `{\"unreachable\": true}`";

    /// <summary>The form of a kind, for messages.</summary>
    public static string Form(string kind) => kind switch
    {
        FactKinds.AwsCallerIdentity => "an object with the text `arn`",
        FactKinds.AwsOidcProviders => "a list of ARNs",
        FactKinds.OidcKeys or FactKinds.AthenzKeys => "a JWKS document",
        FactKinds.AthenzAccess or FactKinds.AthenzMembership => "an object with `granted: true` or `false`",
        FactKinds.Dns => "a list of IP addresses",
        _ => "the status of a TokenReview, an object with `authenticated: true` or `false`",
    };

    /// <summary>Reads the value of a fact; <see langword="null"/> when it has not the form of its kind.</summary>
    public static FactAnswer? Read(string kind, JsonElement value)
    {
        var data = new DataValue(value.Clone());
        if (data["error"].Text is { } error) return FactAnswer.Refused(error);
        if (data["unreachable"].Flag == true) return FactAnswer.Unreachable("it is given as unreachable");
        return HasForm(kind, data) ? FactAnswer.Known(data) : null;
    }

    /// <summary>The subject of an item in a list of access checks or memberships.</summary>
    public static string? SubjectOf(string kind, JsonElement item)
    {
        var access = new DataValue(item);
        string?[] parts = [.. Parts(kind).Select(part => access[part].Text)];
        return Array.IndexOf(parts, null) < 0 ? string.Join(' ', parts) : null;
    }

    /// <summary>What names the subject of such an item, for messages.</summary>
    public static string Names(string kind)
    {
        var parts = Parts(kind);
        return $"`{parts[0]}`, `{parts[1]}` and `{parts[2]}`";
    }

    private static string[] Parts(string kind) =>
        kind == FactKinds.AthenzAccess ? ["principal", "action", "resource"] : ["principal", "domain", "role"];

    private static bool HasForm(string kind, DataValue value) => kind switch
    {
        FactKinds.AwsCallerIdentity => value["arn"].Text is not null,
        FactKinds.AwsOidcProviders => value.IsArray && value.Texts.Count == value.Count,
        FactKinds.OidcKeys or FactKinds.AthenzKeys => value["keys"].IsArray,
        FactKinds.AthenzAccess or FactKinds.AthenzMembership => value["granted"].Flag is not null,
        FactKinds.Dns => value.IsArray && value.Texts.Count == value.Count && value.Texts.All(static t => IpAddress.TryParse(t, out _)),
        _ => value["authenticated"].Flag is not null,
    };
}
