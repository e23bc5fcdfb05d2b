using System.Text;
using System.Text.Json;
using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Language;

/// <summary>
/// Takes live AWS credentials out of what a policy sees: it has no use for them, the engine asks STS. The access key id stays, it
/// is the name of the credentials and no secret.
/// </summary>
internal static class AttestationRedaction
{
    private const string Shown = "[secret]";

    /// <summary>
    /// Whether <c>token</c> is a session token of AWS: what else an AWS agent sends stands beside it. Other platforms attest by an
    /// identity token of that name, which a policy has to have to verify it.
    /// </summary>
    private static bool HasSessionToken(DataValue attestation) =>
        attestation["token"].Exists && (attestation["access"].Exists || attestation["secret"].Exists || attestation["role"].Exists);

    /// <summary>The attestation data with its credentials replaced; <see langword="null"/> when it has none.</summary>
    public static string? TextOf(DataValue attestation)
    {
        if (!attestation.IsObject || !(attestation["secret"].Exists || HasSessionToken(attestation))) return null;
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var member in attestation.Element.EnumerateObject())
            {
                var hidden = member.Name == "secret" || (member.Name == "token" && HasSessionToken(attestation));
                if (hidden) json.WriteString(member.Name, Shown);
                else member.WriteTo(json);
            }
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
