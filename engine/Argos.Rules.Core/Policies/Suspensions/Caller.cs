using System.Globalization;
using Argos.Rules.Contracts.Addresses;
using Argos.Rules.Language;

namespace Argos.Rules.Core.Policies.Suspensions;

/// <summary>
/// Who causes an evaluation: the address that ZTS saw, which the request cannot choose, together with the identity asked for,
/// because many callers may share an address. Of an IPv6 address the network counts: one machine has all addresses of it.
/// </summary>
/// <param name="Network">The address, or the first 64 bits of an IPv6 address; empty when ZTS did not say.</param>
/// <param name="Domain">The domain asked for.</param>
/// <param name="Service">The service asked for.</param>
internal readonly record struct Caller(string Network, string Domain, string Service)
{
    // Longer names are no names; what is kept of them is enough to tell them apart.
    private const int MaximumLength = 256;

    public static Caller Of(PolicyInput input) => new(NetworkOf(input.ClientIp), Cut(input.Domain), Cut(input.Service));

    private static string NetworkOf(IpAddress? address)
    {
        if (address is not { } known) return "";
        return known.IsV6 ? string.Create(CultureInfo.InvariantCulture, $"{(ulong)(known.Bits >> 64):x16}/64") : known.ToString();
    }

    private static string Cut(string name) => name.Length > MaximumLength ? name[..MaximumLength] : name;
}
