using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Story;
using Argos.Rules.TestKit.Tokens;

namespace Argos.Rules.Benchmarks.Load;

/// <summary>A cluster of pods, and confirmations of them as ZTS would send.</summary>
internal sealed class Population : IDisposable
{
    private readonly TokenMint _mint = new();

    public Population(int pods, int confirmations)
    {
        Pods = [.. Enumerable.Range(0, pods).Select(Pod)];
        Confirmations = [.. Enumerable.Range(0, confirmations).Select(Confirmation)];
    }

    public ImmutableArray<JsonObject> Pods { get; }

    /// <summary>Confirmations, each with a token of its own.</summary>
    public ImmutableArray<byte[]> Confirmations { get; }

    public string Keys => _mint.Jwks();

    public string Settings => SampleManifests.Settings(_mint.Issuer)["data"]!["settings.json"]!.GetValue<string>();

    /// <summary>All pods as the collection at <c>kubernetes/pods</c>.</summary>
    public string Collection()
    {
        var namespaces = new JsonObject();
        foreach (var group in Pods.GroupBy(static pod => pod["metadata"]!["namespace"]!.GetValue<string>()))
            namespaces[group.Key] = new JsonObject(group.Select(static pod => KeyValuePair.Create(pod["metadata"]!["name"]!.GetValue<string>(), (JsonNode?)pod.DeepClone())));
        return namespaces.ToJsonString();
    }

    public void Dispose() => _mint.Dispose();

    private static string Uid(int index) => string.Create(CultureInfo.InvariantCulture, $"5f1d6e1e-0000-4000-8000-{index:x12}");

    private static string Ip(int index) => string.Create(CultureInfo.InvariantCulture, $"10.{(index >> 16) & 255}.{(index >> 8) & 255}.{index & 255}");

    private static string Namespace(int index) => string.Create(CultureInfo.InvariantCulture, $"team{index % 100}-sports");

    private static string Name(int index) => string.Create(CultureInfo.InvariantCulture, $"api-{index}");

    private static JsonObject Pod(int index)
    {
        var pod = SampleManifests.Pod(new SamplePod(Namespace(index), Name(index), "api", Ip(index)) { Uid = Uid(index) }, DateTimeOffset.UnixEpoch.AddDays(20_000));
        ((JsonObject)pod["spec"]!).Remove("containers");
        pod.Remove("apiVersion");
        pod.Remove("kind");
        return pod;
    }

    private byte[] Confirmation(int number)
    {
        var index = number % Pods.Length;
        var domain = Namespace(index).Replace('-', '.');
        var token = _mint.Mint(new ServiceAccountToken { Namespace = Namespace(index), PodName = Name(index), PodUid = Uid(index) }.WithClaim("jti", number.ToString(CultureInfo.InvariantCulture)));
        var host = $"api.{domain.Replace('.', '-')}.{SampleNames.DnsSuffix}";
        var confirmation = new JsonObject
        {
            ["provider"] = SampleNames.Provider,
            ["domain"] = domain,
            ["service"] = "api",
            ["attestationData"] = token,
            ["attributes"] = new JsonObject
            {
                ["instanceId"] = Uid(index),
                ["sanDNS"] = $"{host},{Uid(index)}.instanceid.athenz.{SampleNames.DnsSuffix}",
                ["sanIP"] = Ip(index),
                ["sanURI"] = $"spiffe://{domain}/sa/api",
                ["clientIP"] = Ip(index),
            },
        };
        return Encoding.UTF8.GetBytes(confirmation.ToJsonString());
    }
}
