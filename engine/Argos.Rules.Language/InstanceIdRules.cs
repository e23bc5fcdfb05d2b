namespace Argos.Rules.Language;

/// <summary>
/// One instance id in all places. ZTS records the URI's id, then the DNS name's, and trusts neither the provider in the URI nor
/// the suffix: a name with the marker and a wrong suffix must never be passed over as if it were no id.
/// </summary>
internal static class InstanceIdRules
{
    public const string UriPrefix = "athenz://instanceid/";
    private const string Marker = ".instanceid.athenz.";

    public static bool IsIdName(string name) => name.Contains(Marker, StringComparison.Ordinal);

    public static Finding? Check(PolicyInput input, NameLists lists)
    {
        var id = input.InstanceId;
        if (id.Length == 0) return new Finding("instance-id-missing", "attribute `instanceId` is missing");
        // A comma in a name splits it in our eyes but not in those of ZTS.
        if (id.Contains(',', StringComparison.Ordinal)) return Malformed("attribute `instanceId` has a comma");
        return CheckDns(input, id, lists.DnsSuffixes, out var inDns) ?? CheckUris(input, id, out var inUri) ?? CheckNamed(input, lists, id, inDns || inUri);
    }

    /// <summary>ZTS signs what is in the names; an id that is in none of them is in no certificate, and no refresh can be held to it.</summary>
    private static Finding? CheckNamed(PolicyInput input, NameLists lists, string id, bool named) =>
        named || lists.AllowUnnamedInstanceId || SpiffeOnly.Is(input, lists)
            ? null
            : new Finding("instance-id-unnamed", $"no DNS name `{id}{Marker}<suffix>` and no URI `{UriPrefix}{input.Provider}/{id}`: the agent must ask for one");

    private static Finding? CheckDns(PolicyInput input, string id, string[] suffixes, out bool seen)
    {
        seen = false;
        for (var i = 0; i < input.SanDns.Count; i++)
        {
            var name = input.SanDns[i];
            var marker = name.IndexOf(Marker, StringComparison.Ordinal);
            if (marker < 0) continue;
            if (seen) return Duplicate("DNS name");
            seen = true;
            if (marker == 0) return Malformed($"DNS name `{name}` has an empty id");
            if (!suffixes.Contains(name[(marker + Marker.Length)..])) return new Finding("instance-id-suffix", $"DNS name `{name}` does not end with one of `dnsSuffixes` behind the id");
            if (!name.AsSpan(0, marker).SequenceEqual(id)) return Mismatch(id, $"DNS name `{name}`");
        }
        return null;
    }

    private static Finding? CheckUris(PolicyInput input, string id, out bool seen)
    {
        seen = false;
        for (var i = 0; i < input.SanUris.Count; i++)
        {
            var uri = input.SanUris[i];
            if (!uri.StartsWith(UriPrefix, StringComparison.Ordinal)) continue;
            if (seen) return Duplicate("URI");
            seen = true;
            var rest = uri.AsSpan(UriPrefix.Length);
            var slash = rest.IndexOf('/');
            if (slash <= 0 || slash == rest.Length - 1) return Malformed($"URI `{uri}` is not `{UriPrefix}<provider>/<id>`");
            if (!rest[..slash].SequenceEqual(input.Provider)) return new Finding("instance-id-provider", $"URI `{uri}` names another provider than `{input.Provider}`");
            if (!rest[(slash + 1)..].SequenceEqual(id)) return Mismatch(id, $"URI `{uri}`");
        }
        return null;
    }

    private static Finding Malformed(string detail) => new("instance-id-malformed", detail);

    private static Finding Duplicate(string place) => new("instance-id-duplicate", $"more than one {place} with an instance id");

    private static Finding Mismatch(string id, string other) => new("instance-id-mismatch", $"attribute `instanceId` is `{id}` but not that of {other}");
}
