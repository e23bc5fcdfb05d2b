using System.Collections.Immutable;
using System.Text.Json;
using Argos.Rules.Contracts.Addresses;
using Argos.Rules.Contracts.Collections;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Instances;

namespace Argos.Rules.Language;

/// <summary>Turns a confirmation into the parsed input of a decision.</summary>
public static class PolicyInputReader
{
    /// <summary>The code of the refusal when an attribute does not parse.</summary>
    public const string MalformedCode = "attribute-malformed";

    /// <summary>The most items of an attribute that is a list.</summary>
    public const int MaximumItems = 1024;

    /// <summary>The most characters of an attribute that is a list.</summary>
    public const int MaximumListLength = 64 * 1024;

    /// <summary>The most attributes; ZTS sends some twenty.</summary>
    public const int MaximumAttributes = 256;

    private static readonly string[] Lists = [AttributeNames.SanDns, AttributeNames.SanUri, AttributeNames.SanIp, AttributeNames.AwsAccount];

    /// <summary>Reads the input; a <see cref="Finding"/> instead when an attribute of a known form does not parse.</summary>
    public static (PolicyInput? Input, Finding? Problem) Read(InstanceConfirmation confirmation, InstanceOperation operation)
    {
        var attributes = confirmation.Attributes;
        // Before anything looks at them: what comes after costs time and memory for each item.
        if (attributes.Count > MaximumAttributes) return (null, new Finding(MalformedCode, $"there are more than {MaximumAttributes} attributes"));
        foreach (var list in Lists)
        {
            if (TooLarge(attributes.GetValueOrDefault(list, "")) is { } large) return Malformed(list, large);
        }
        var clientText = attributes.GetValueOrDefault(AttributeNames.ClientIp, "");
        IpAddress client = default;
        if (clientText.Length > 0 && !IpAddress.TryParse(clientText, out client))
        {
            return Malformed(AttributeNames.ClientIp, $"is {Quoted.Text(clientText)}, which is not an IP address");
        }
        if (!TrySplit(attributes, AttributeNames.SanDns, out var dns)) return Malformed(AttributeNames.SanDns, "has an empty item");
        if (!TrySplit(attributes, AttributeNames.SanUri, out var uris)) return Malformed(AttributeNames.SanUri, "has an empty item");
        if (!TrySplit(attributes, AttributeNames.SanIp, out var ipTexts)) return Malformed(AttributeNames.SanIp, "has an empty item");
        var ips = new IpAddress[ipTexts.Length];
        for (var i = 0; i < ips.Length; i++)
        {
            if (IpAddress.TryParse(ipTexts[i], out ips[i])) continue;
            return Malformed(AttributeNames.SanIp, $"has an item {Quoted.Text(ipTexts[i])} that is not an IP address");
        }
        var attestation = ReadObject(confirmation.AttestationData);
        var redacted = AttestationRedaction.TextOf(attestation);
        var input = new PolicyInput(confirmation, operation)
        {
            Attestation = redacted is null ? attestation : ReadObject(redacted),
            WholeAttestation = attestation,
            Redacted = redacted,
            SanDns = FixedList.Take(dns),
            SanUris = FixedList.Take(uris),
            SanIps = ips.Length == 0 ? IpSet.Empty : new IpSet(ips),
            ClientIp = clientText.Length == 0 ? null : client,
            Accounts = FixedList.Take(attributes.GetValueOrDefault(AttributeNames.AwsAccount, "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)),
        };
        return (input, null);
    }

    private static string? TooLarge(string text)
    {
        if (text.Length > MaximumListLength) return $"has more than {MaximumListLength} characters";
        return text.AsSpan().Count(',') >= MaximumItems ? $"has more than {MaximumItems} items" : null;
    }

    private static (PolicyInput?, Finding) Malformed(string name, string what) => (null, new Finding(MalformedCode, $"attribute `{name}` {what}"));

    /// <summary>Items between commas. ZTS joins with a bare comma, so an empty item means that a name was forged or lost.</summary>
    private static bool TrySplit(ImmutableDictionary<string, string> attributes, string name, out string[] items)
    {
        items = [];
        if (!attributes.TryGetValue(name, out var text) || text.Length == 0) return true;
        items = text.Split(',');
        return !items.Any(string.IsNullOrWhiteSpace);
    }

    private static DataValue ReadObject(string? text)
    {
        if (text is null || !AttestationText.Of(text.AsSpan()).StartsWith("{")) return DataValue.Missing;
        try
        {
            return new DataValue(JsonSerializer.Deserialize(AttestationText.Of(text.AsSpan()), DataJson.Default.JsonElement));
        }
        catch (JsonException)
        {
            // Not JSON: the policy sees the text only. The exception is dropped because it quotes the secret.
            return DataValue.Missing;
        }
    }
}
