using System.Collections.Immutable;

namespace Argos.Rules.TestKit.Story;

/// <summary>A pod of the sample cluster.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="ServiceAccount">Its service account.</param>
/// <param name="Ip">Its address.</param>
public sealed record SamplePod(string Namespace, string Name, string ServiceAccount, string Ip)
{
    /// <summary>Its uid, once it was created.</summary>
    public string Uid { get; init; } = "";

    /// <summary>Further addresses (dual stack).</summary>
    public ImmutableArray<string> MoreIps { get; init; } = [];

    /// <summary>The Athenz domain of its namespace.</summary>
    public string Domain => Namespace.Replace('-', '.');

    /// <summary>The pods of the sample cluster before they were created.</summary>
    public static ImmutableArray<SamplePod> All { get; } =
    [
        new("media-sports", "api", "api", "10.1.0.10"),
        new("media-sports", "web", "web", "10.1.0.11") { MoreIps = ["2001:db8::11"] },
        new("media-news", "api", "api", "10.1.0.12"),
        new("shop", "cart", "cart", "10.1.0.13"),
    ];
}
