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
    private readonly TokenMint _mint;
    private readonly bool _own;
    private readonly int _pods;

    /// <param name="pods">How many pods, by number.</param>
    /// <param name="confirmations">How many confirmations, for the pods in turn.</param>
    /// <param name="mint">Signs the tokens; one of its own when left out.</param>
    public Population(int pods, int confirmations, TokenMint? mint = null)
    {
        (_mint, _own, _pods) = (mint ?? new TokenMint(), mint is null, pods);
        Confirmations = [.. Enumerable.Range(0, confirmations).Select(Confirmation)];
    }

    /// <summary>Confirmations, each with a token of its own.</summary>
    public ImmutableArray<byte[]> Confirmations { get; }

    /// <summary>The confirmations as bodies of a request for a decision.</summary>
    public byte[][] Inputs() => [.. Confirmations.Select(static c => Encoding.UTF8.GetBytes("{\"input\":" + Encoding.UTF8.GetString(c) + "}"))];

    public string Keys => _mint.Jwks();

    /// <summary>The issuer of the tokens.</summary>
    public string Issuer => _mint.Issuer;

    public string Settings => SampleManifests.Settings(_mint.Issuer)["data"]!["settings.json"]!.GetValue<string>();

    /// <summary>All pods as the collection at <c>kubernetes/pods</c>.</summary>
    public string Collection() => Collection(_pods);

    /// <summary>The first pods as a collection.</summary>
    public static string Collection(int pods)
    {
        var namespaces = new JsonObject();
        foreach (var group in Enumerable.Range(0, pods).GroupBy(NumberedPod.Namespace))
            namespaces[group.Key] = new JsonObject(group.Select(static index => KeyValuePair.Create(NumberedPod.Name(index), (JsonNode?)NumberedPod.Replicated(index))));
        return namespaces.ToJsonString();
    }

    public void Dispose()
    {
        if (_own) _mint.Dispose();
    }

    private byte[] Confirmation(int number)
    {
        var index = number % _pods;
        var domain = NumberedPod.Namespace(index).Replace('-', '.');
        var token = _mint.Mint(new ServiceAccountToken { Namespace = NumberedPod.Namespace(index), PodName = NumberedPod.Name(index), PodUid = NumberedPod.Uid(index) }.WithClaim("jti", number.ToString(CultureInfo.InvariantCulture)));
        var host = $"api.{domain.Replace('.', '-')}.{SampleNames.DnsSuffix}";
        var confirmation = new JsonObject
        {
            ["provider"] = SampleNames.Provider,
            ["domain"] = domain,
            ["service"] = "api",
            ["attestationData"] = token,
            ["attributes"] = new JsonObject
            {
                ["instanceId"] = NumberedPod.Uid(index),
                ["sanDNS"] = $"{host},{NumberedPod.Uid(index)}.instanceid.athenz.{SampleNames.DnsSuffix}",
                ["sanIP"] = NumberedPod.Ip(index),
                ["sanURI"] = $"spiffe://{domain}/sa/api",
                ["clientIP"] = NumberedPod.Ip(index),
            },
        };
        return Encoding.UTF8.GetBytes(confirmation.ToJsonString());
    }
}
