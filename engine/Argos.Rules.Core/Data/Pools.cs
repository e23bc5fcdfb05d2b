using Argos.Rules.Contracts.Addresses;
using Argos.Rules.Contracts.Collections;

namespace Argos.Rules.Core.Data;

/// <summary>What pods share: names of namespaces, nodes and accounts, sets of labels, addresses of nodes.</summary>
internal static class Interners
{
    public static Interner<string> Texts { get; } = new(16_384, StringComparer.Ordinal);

    public static Interner<TextDictionary> Labels { get; } = new(8_192, new LabelComparer());

    public static Interner<IpSet> Addresses { get; } = new(4_096, new AddressComparer());

    private sealed class LabelComparer : IEqualityComparer<TextDictionary>
    {
        public bool Equals(TextDictionary? x, TextDictionary? y) => x!.SequenceEqual(y!);

        public int GetHashCode(TextDictionary labels) => labels.Aggregate(labels.Count, static (sum, label) => HashCode.Combine(sum, label.Key, label.Value));
    }

    private sealed class AddressComparer : IEqualityComparer<IpSet>
    {
        // In order, because the first address is written as the one address.
        public bool Equals(IpSet? x, IpSet? y) => x!.SequenceEqual(y!);

        public int GetHashCode(IpSet addresses) => addresses.Aggregate(addresses.Count, static (sum, address) => HashCode.Combine(sum, address));
    }
}
