using System.Collections.Frozen;

namespace Argos.Rules.Core.Facts.Fetching;

/// <summary>Where the keys of some issuers are, for those that publish no discovery document.</summary>
internal sealed class IssuerKeys
{
    // An address begins behind the last `=` of these: an issuer is an address too, and may have a `=` in its path.
    private const string Mark = "=http";

    private readonly FrozenDictionary<string, Uri> _addresses;

    /// <param name="given">Each <c>issuer=address</c>; see <see cref="IsOne"/>.</param>
    /// <param name="loopbackHttp">Whether <c>http</c> is allowed on loopback.</param>
    public IssuerKeys(IEnumerable<string> given, bool loopbackHttp) => _addresses = given.Select(Split)
        .Where(pair => Egress.TryParse(pair.Value, loopbackHttp, out _))
        .ToFrozenDictionary(static pair => pair.Key, static pair => new Uri(pair.Value), StringComparer.Ordinal);

    /// <summary>Where the keys of an issuer are; <see langword="null"/> when that is not configured.</summary>
    public Uri? Of(string issuer) => _addresses.GetValueOrDefault(issuer);

    /// <summary>An issuer, exact, <c>=</c>, and the address of its keys: both as addresses that may be asked.</summary>
    public static bool IsOne(string text, bool loopbackHttp) => Split(text) is var (issuer, address)
        && Egress.TryParse(issuer, loopbackHttp, out _) && Egress.TryParse(address, loopbackHttp, out _);

    /// <summary>The issuer of a pair.</summary>
    public static string IssuerOf(string text) => Split(text).Key;

    private static KeyValuePair<string, string> Split(string text) => text.LastIndexOf(Mark, StringComparison.Ordinal) is > 0 and var at
        ? new(text[..at], text[(at + 1)..])
        : new(text, "");
}
