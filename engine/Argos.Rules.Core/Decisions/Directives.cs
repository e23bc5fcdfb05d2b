using System.Collections.Immutable;
using System.Globalization;
using Argos.Rules.Contracts.Addresses;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Instances;

namespace Argos.Rules.Core.Decisions;

/// <summary>The directives for ZTS: which there are, and how those of several policies become one set, their intersection.</summary>
internal static class Directives
{
    private const int MaximumLength = 4096;

    private static readonly ImmutableSortedDictionary<string, string> None = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>
    /// Whether these are directives with values that mean what they say. ZTS reads a lifetime that is not a number as no limit
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

    /// <summary>
    /// What all enforced policies that allow have allowed: their intersection. A limit of one holds for all; what lets ZTS do more than it would
    /// without the directive holds only when each of them says it. <see langword="null"/> when nothing would be left.
    /// </summary>
    public static ImmutableSortedDictionary<string, string>? Merge(ImmutableArray<PolicyResult> results)
    {
        var all = new List<ImmutableSortedDictionary<string, string>>(1);
        foreach (var result in results)
        {
            if (result is { Enforced: true, Outcome: PolicyOutcomes.Allow }) all.Add(result.Attributes ?? None);
        }
        return all is [var only] ? only : Common(all);
    }

    private static ImmutableSortedDictionary<string, string>? Common(List<ImmutableSortedDictionary<string, string>> all)
    {
        var common = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var name in all.SelectMany(static one => one.Keys).ToHashSet(StringComparer.Ordinal))
        {
            string[] said = [.. all.Where(one => one.ContainsKey(name)).Select(one => one[name]).Distinct(StringComparer.Ordinal)];
            var shared = Shared(name, said, bySome: all.Exists(one => !one.ContainsKey(name)));
            if (shared is null) return null;
            if (shared.Length > 0) common[name] = shared;
        }
        return common.ToImmutable();
    }

    /// <summary>The value that holds for all.</summary>
    /// <param name="name">The directive.</param>
    /// <param name="said">What was said, each value once; at least one.</param>
    /// <param name="bySome">Whether others of the policies were silent.</param>
    /// <returns>Empty: the directive is left out. <see langword="null"/>: nothing is left that all have allowed.</returns>
    private static string? Shared(string name, string[] said, bool bySome) => name switch
    {
        AttributeNames.CertExpiryTime => said.MinBy(Minutes),
        // Without it a certificate is for clients and servers: `client` takes something away, the others are something else.
        AttributeNames.CertUsage => said is [var usage] && (usage == "client" || !bySome) ? usage : null,
        AttributeNames.CertSsh => said.Contains("false") ? "false" : bySome ? "" : "true",
        // `false` switches off the record of certificates, and with it the checks of a refresh.
        AttributeNames.CertRefresh => said.Contains("true") ? "true" : bySome ? "" : "false",
        _ when bySome => "",
        AttributeNames.AttestedSshCertPrincipals => CommonPrincipals(said),
        AttributeNames.InstancePrivateIp => CommonAddress(said),
        _ => said is [var same] ? same : null,
    };

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

    private static string? CommonPrincipals(string[] said)
    {
        var common = new SortedSet<string>(said[0].Split(','), StringComparer.Ordinal);
        foreach (var other in said[1..]) common.IntersectWith(other.Split(','));
        common.Remove("");
        return common.Count == 0 ? null : string.Join(',', common);
    }

    // Two spellings of one address: the order of the policies must not choose.
    private static string? CommonAddress(string[] said)
    {
        if (!IpAddress.TryParse(said[0], out var first)) return null;
        return said.All(text => IpAddress.TryParse(text, out var other) && other == first) ? said.Min(StringComparer.Ordinal) : null;
    }

    private static int Minutes(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) ? minutes : 0;
}
