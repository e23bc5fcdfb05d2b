using System.Collections.Immutable;
using Argos.Rules.Contracts.Addresses;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Engine.Tests.Language;
using Argos.Rules.Language;
using Argos.Rules.TestKit.Fuzz;

namespace Argos.Rules.Engine.Tests.Fuzz;

/// <summary>Lists of names and addresses: whatever is in them, only the service's own names pass.</summary>
[Category("Long")]
internal sealed class SanListFuzzTests
{
    private const string Id = "5f1d6e1e-0000-4000-8000-0000000000aa";
    private const string Suffix = "cluster1.k8s.athenz.cloud";

    private static readonly string[] OwnNames =
        [$"api.media-sports.{Suffix}", $"*.api.media-sports.{Suffix}", $"{Id}.instanceid.athenz.{Suffix}"];

    private static readonly string[] OwnUris = ["spiffe://media.sports/sa/api", $"athenz://instanceid/k8s.cluster1.identityd/{Id}"];

    // Three lists, one a line: DNS, IP, URI.
    private static readonly string[] Seeds =
    [
        $"{OwnNames[0]},{OwnNames[2]}\n10.1.2.3\n{OwnUris[0]}",
        $"{OwnNames[0]},{OwnNames[1]}\n\n{OwnUris[0]},{OwnUris[1]}",
        $"{OwnNames[0]}\n10.1.2.3,2001:db8:0:0:0:0:0:1\n{OwnUris[1]}",
        $"{OwnNames[0]},{OwnNames[2]}\n10.1.2\0.3\n{OwnUris[0]}",
    ];

    private static readonly string[] Words =
    [
        "web.media-sports." + Suffix, "api.media-news." + Suffix, "evil.example", "." + Suffix, ".instanceid.athenz.",
        "other.instanceid.athenz." + Suffix, "*.", "API.", "xn--a",
        "athenz://instanceid/", "athenz://instanceid/other/" + Id, "athenz://hostname/", "spiffe://", "spiffe://media.sports/sa/web",
        "https://", "10.1.2.4", "0x0a010203", "010.1.2.3",
        "::ffff:10.1.2.3", "[2001:db8::1]", "%eth0", "/", ",,", "\n",
    ];

    private static readonly IpSet PodAddresses = NameRulesFixture.Ips("10.1.2.3", "2001:db8::1");

    private static readonly PolicySettings Settings = NameRulesFixture.Document(
        $$"""{"dnsSuffixes":["{{Suffix}}"],"domainMapping":{"mode":"dash-to-dot"} }""");

    private int _granted;

    [Test]
    public void Only_the_services_own_names_pass()
    {
        FuzzRuns.Try("san-list", Seeds, Words, Try);

        Assert.That(_granted, Is.GreaterThan(Seeds.Length), "some are good, else nothing is shown");
    }

    private void Try(string text)
    {
        var lists = text.Split('\n', 3);
        var attributes = new Dictionary<string, string> { ["instanceId"] = Id, ["clientIP"] = "10.1.2.3", ["sanDNS"] = lists[0] };
        if (lists.Length > 1 && lists[1].Length > 0) attributes["sanIP"] = lists[1];
        if (lists.Length > 2 && lists[2].Length > 0) attributes["sanURI"] = lists[2];
        var confirmation = new InstanceConfirmation("k8s.cluster1.identityd", "media.sports", "api", "t",
            attributes.ToImmutableDictionary());
        var (input, problem) = PolicyInputReader.Read(confirmation, InstanceOperation.Register);
        if (problem is not null) return;
        var names = new NameRules(input!, Settings);
        var refused = names.CheckInstanceId() ?? names.CheckDnsNames("media-sports", PodAddresses) ?? names.CheckUris("media-sports");
        if (refused is not null || !input!.SanIps.IsSubsetOf(PodAddresses)) return;
        _granted++;
        Assert.That(List(attributes, "sanDNS"), Has.All.Matches<string>(IsOwn));
        Assert.That(List(attributes, "sanURI"), Is.SubsetOf(OwnUris));
        Assert.That(List(attributes, "sanIP"), Has.All.Matches<string>(IsPods));
    }

    /// <summary>The service's names, and hosts below them.</summary>
    private static bool IsOwn(string? name) =>
        OwnNames.Contains(name) || (name!.EndsWith("." + OwnNames[0], StringComparison.Ordinal)
            && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.'));

    private static string[] List(Dictionary<string, string> attributes, string name) =>
        attributes.TryGetValue(name, out var list) ? list.TrimEnd(',').Split(',') : [];

    /// <summary>A zone says over which interface an address is reached, and is dropped.</summary>
    private static bool IsPods(string? address) =>
        global::System.Net.IPAddress.TryParse(address!.Contains(':') ? address.Trim('[', ']').Split('%')[0] : address, out var ip)
        && (ip.Equals(global::System.Net.IPAddress.Parse("10.1.2.3")) || ip.Equals(global::System.Net.IPAddress.Parse("2001:db8::1"))
            || ip.Equals(global::System.Net.IPAddress.Parse("::ffff:10.1.2.3")));
}
