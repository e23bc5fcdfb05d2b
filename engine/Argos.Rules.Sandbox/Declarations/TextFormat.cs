using System.Collections.Immutable;
using Argos.Rules.Contracts.Addresses;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Language;

namespace Argos.Rules.Sandbox.Declarations;

/// <summary>A form that the texts of a setting must have.</summary>
/// <param name="Name">Its name in front matter.</param>
/// <param name="Words">What such texts are, in the plural.</param>
/// <param name="Pattern">A regular expression that all such texts fit, for editors; <see langword="null"/> when there is no short one.</param>
/// <param name="Fits">Whether a text has the form.</param>
internal sealed record TextFormat(string Name, string Words, string? Pattern, Predicate<string> Fits)
{
    private const string DnsLabel = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

    /// <summary>All formats.</summary>
    public static ImmutableArray<TextFormat> All { get; } =
    [
        new("dns-name", "names without a leading dot, lower case", $@"^{DnsLabel}(\.{DnsLabel})*$", static text => DnsSyntax.IsName(text)),
        new("dns-label", "names without a dot, lower case, such as `us-west-2`", $"^{DnsLabel}$", static text => DnsSyntax.IsLabel(text)),
        new("cluster-suffix", "names that begin with `svc` or `pod`, for example `svc.cluster.local`", $@"^(svc|pod)(\.{DnsLabel})*$", ClusterSuffix.IsOne),
        new("trust-domain", "trust domains without `spiffe://`, lower case", "^[a-z0-9._-]+$", IsTrustDomain),
        new("ip-block", "blocks such as `10.0.0.0/8` or `2001:db8::/32`", "^[0-9a-fA-F:.]+(/[0-9]{1,3})?$", static text => IpBlock.TryParse(text, out _)),
        new("data-path", "paths of the data tree such as `clusters/second/keys`", null, static text => DataPath.TryParse(text, out var path, out _) && path != DataPath.Root),
    ];

    /// <summary>The format of a name; <see langword="null"/> for another name.</summary>
    public static TextFormat? Of(string name) => All.FirstOrDefault(format => format.Name == name);

    /// <summary>Characters of a SPIFFE trust domain: a slash or a colon would move the borders of the URI.</summary>
    private static bool IsTrustDomain(string text) =>
        text.Length > 0 && text.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-' or '_');
}
