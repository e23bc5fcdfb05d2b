using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Argos.Rules.System.Tests.Platforms;

/// <summary>
/// Remembers what agents have sent and nobody may write down, and looks for it in everything that was written: as it is, inside
/// JSON, in an address, and in base64.
/// </summary>
internal sealed class SecretScan
{
    // Shorter texts stand everywhere by chance.
    private const int MinimumLength = 16;

    private static readonly string[] Members = ["secret", "token", "identityToken", "signature"];

    private readonly Dictionary<string, string> _secrets = new(StringComparer.Ordinal);

    /// <summary>How many secrets are known.</summary>
    public int Count => _secrets.Count;

    /// <summary>Remembers a secret.</summary>
    public void Keep(string kind, string secret)
    {
        if (secret.Length >= MinimumLength) _secrets[secret] = kind;
    }

    /// <summary>Remembers attestation data as a whole, and the secrets in it: keys, tokens, signatures.</summary>
    public void KeepAttestation(string attestation)
    {
        Keep("attestation data", attestation);
        if (!attestation.StartsWith('{'))
        {
            KeepToken(attestation);
            return;
        }
        var json = JsonNode.Parse(attestation)!.AsObject();
        foreach (var member in Members)
        {
            if ((string?)json[member] is not { } text) continue;
            if (member == "identityToken") KeepToken(text);
            // Any line of a PKCS #7 signature but the first, which all of them have.
            else if (member == "signature") Keep("signature", text.Split('\n')[1]);
            else Keep(member, text);
        }
    }

    /// <summary>What of the secrets stands in a text.</summary>
    public IEnumerable<string> FoundIn(string where, string text) =>
        from secret in _secrets
        from form in Forms(secret.Key)
        where text.Contains(form, StringComparison.Ordinal)
        select $"{secret.Value} in {where}";

    private void KeepToken(string token)
    {
        if (token.Split('.') is not [_, var payload, var signature]) return;
        Keep("token", token);
        Keep("claims of a token", payload);
        Keep("signature of a token", signature);
    }

    private static IEnumerable<string> Forms(string secret)
    {
        yield return secret;
        yield return JsonSerializer.Serialize(secret).Trim('"');
        yield return JsonEncodedText.Encode(secret, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();
        yield return Uri.EscapeDataString(secret);
        // Wherever it begins in what was encoded, one of three forms stands there.
        for (var skip = 0; skip < 3; skip++) yield return Convert.ToBase64String(Encoding.UTF8.GetBytes(secret[skip..^((secret.Length - skip) % 3)]));
    }
}
