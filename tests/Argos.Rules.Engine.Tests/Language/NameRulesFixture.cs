using System.Collections.Immutable;
using System.Text.Json;
using Argos.Rules.Contracts.Addresses;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Language;

namespace Argos.Rules.Engine.Tests.Language;

/// <summary>Makes the rules for a request of <c>media.sports.api</c> by <c>k8s.cluster1.identityd</c>.</summary>
internal static class NameRulesFixture
{
    public const string Settings = """
        {
          "dnsSuffixes": ["k8s.example.com", "alt.example.org"],
          "k8sDnsSuffixes": ["svc.cluster.local", "pod.cluster.local"],
          "clusterNames": ["c1"],
          "spiffeTrustDomains": ["trust.example.com"],
          "domainMapping": {"mode": "dash-to-dot"}
        }
        """;

    public static NameRules Rules(string settings = Settings, string domain = "media.sports", string service = "api", params (string Name, string Value)[] attributes)
    {
        var confirmation = new InstanceConfirmation("k8s.cluster1.identityd", domain, service, null, attributes.ToImmutableDictionary(static a => a.Name, static a => a.Value));
        var (input, problem) = PolicyInputReader.Read(confirmation, InstanceOperation.Register);
        return new NameRules(input ?? throw new ArgumentException(problem!.Detail), Document(settings));
    }

    public static PolicySettings Document(string json) => new(new DataValue(JsonDocument.Parse(json).RootElement));

    public static IpSet Ips(params string[] texts) => new(texts.Select(Ip));

    public static IpAddress Ip(string text) =>
        IpAddress.TryParse(text, out var ip) ? ip : throw new ArgumentException($"`{text}` is not an address");
}
