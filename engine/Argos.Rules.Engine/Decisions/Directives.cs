using System.Collections.Immutable;
using System.Globalization;
using Argos.Rules.Contracts.Addresses;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Instances;

namespace Argos.Rules.Engine.Decisions;

/// <summary>The directives for ZTS: which there are, and how those of several policies become one set, the narrowest.</summary>
internal static class Directives
{
    private const int MaximumLength = 4096;

    /// <summary>
    /// Whether these are directives with values that mean what they say. ZTS reads a lifetime that is no number as no limit
    /// and hands what it does not know to the instance, so neither may leave the engine.
    /// </summary>
    public static bool AreValid(ImmutableSortedDictionary<string, string>? attributes)
    {
        if (attributes is null) return false;
        foreach (var (name, value) in attributes)
        {
            if (value is null || value.Length > MaximumLength || value.AsSpan().ContainsAnyInRange('\0', '\x1F') || !IsValid(name, value)) return false;
        }
        return true;
    }

    /// <summary>The directives of all enforced policies that allow; <see langword="null"/> when they cannot all hold.</summary>
    public static ImmutableSortedDictionary<string, string>? Merge(ImmutableArray<PolicyResult> results)
    {
        var merged = ImmutableSortedDictionary<string, string>.Empty;
        foreach (var result in results)
        {
            if (!result.Enforced || result.Outcome != PolicyOutcomes.Allow || result.Attributes is not { Count: > 0 } attributes) continue;
            if (merged.IsEmpty)
            {
                merged = attributes;
                continue;
            }
            foreach (var (name, value) in attributes)
            {
                var both = merged.TryGetValue(name, out var other) ? Narrower(name, value, other) : value;
                if (both is null) return null;
                merged = merged.SetItem(name, both);
            }
        }
        return merged;
    }

    private static bool IsValid(string name, string value) => name switch
    {
        AttributeNames.CertExpiryTime => Minutes(value) > 0,
        AttributeNames.CertRefresh or AttributeNames.CertSsh => value is "true" or "false",
        AttributeNames.CertUsage => value is "client" or "codeSigning" or "timestamping",
        AttributeNames.CertSubjectOu => value.Length > 0,
        AttributeNames.InstancePrivateIp => IpAddress.TryParse(value, out _),
        AttributeNames.AttestedSshCertPrincipals => true,
        _ => false,
    };

    private static string? Narrower(string name, string left, string right) => name switch
    {
        AttributeNames.CertExpiryTime => Minutes(left) <= Minutes(right) ? left : right,
        AttributeNames.CertRefresh or AttributeNames.CertSsh => left == "true" ? right : left,
        AttributeNames.AttestedSshCertPrincipals => CommonPrincipals(left, right),
        AttributeNames.InstancePrivateIp => IpAddress.TryParse(left, out var one) && IpAddress.TryParse(right, out var other) && one == other ? Smaller(left, right) : null,
        _ => left == right ? left : null,
    };

    private static string? CommonPrincipals(string left, string right)
    {
        var common = new SortedSet<string>(left.Split(','), StringComparer.Ordinal);
        common.IntersectWith(right.Split(','));
        common.Remove("");
        return common.Count == 0 ? null : string.Join(',', common);
    }

    // Two spellings of one address: the order of the policies must not choose.
    private static string Smaller(string left, string right) => string.CompareOrdinal(left, right) <= 0 ? left : right;

    private static int Minutes(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) ? minutes : 0;
}
