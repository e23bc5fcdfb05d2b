using System.Text.Json;
using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Language;

/// <summary>Finds the secrets in attestation data that is JSON, wherever they stand in it: policies see another platform's tokens, and may print none.</summary>
internal static class AttestedSecrets
{
    /// <summary>The most that are looked for.</summary>
    public const int Maximum = 64;

    private const int MaximumDepth = 16;

    private static readonly string[] Members = ["identityToken", "token", "secret", "credential", "signature"];

    /// <summary>
    /// The texts that are secret by the name of their member, or because they are tokens; no more than <see cref="Maximum"/>.
    /// </summary>
    public static List<string> In(DataValue attestation)
    {
        var found = new List<string>();
        Collect(attestation.Element, found, 0);
        return found;
    }

    private static void Collect(JsonElement json, List<string> found, int depth)
    {
        if (depth == MaximumDepth) return;
        if (json.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in json.EnumerateObject()) Look(member.Value, Array.Exists(Members, member.NameEquals), found, depth);
        }
        else if (json.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in json.EnumerateArray()) Look(item, false, found, depth);
        }
    }

    private static void Look(JsonElement json, bool named, List<string> found, int depth)
    {
        if (found.Count == Maximum) return;
        if (json.ValueKind is JsonValueKind.Object or JsonValueKind.Array) Collect(json, found, depth + 1);
        else if (json.ValueKind == JsonValueKind.String && TextOf(json) is { Length: > 0 } text && (named || IsToken(text))) found.Add(text);
    }

    /// <summary>Three parts with dots, the first a JSON object in base64url.</summary>
    private static bool IsToken(string text) => text.StartsWith("eyJ", StringComparison.Ordinal) && text.AsSpan().Count('.') >= 2;

    private static string? TextOf(JsonElement json)
    {
        try
        {
            return AttestationText.Of(json.GetString());
        }
        catch (InvalidOperationException)
        {
            // Half a character: a policy cannot read it either.
            return null;
        }
    }
}
