using System.Collections.Immutable;
using System.Text.Json;
using Argos.Rules.Contracts.Addresses;
using Argos.Rules.Contracts.Collections;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Contracts.Kubernetes;
using Argos.Rules.Language;
using Argos.Rules.Language.Facts;

namespace Argos.Rules.Engine.Tests.Sandbox.Costs;

/// <summary>A request, settings, data and facts as large as they come.</summary>
internal sealed class CostWorld : IDataView, ITokenVerifier, IFactView
{
    /// <summary>As many names as an agent can have certified.</summary>
    private const int Names = 100;

    private readonly DataValue[] _values;
    private readonly DataValue _settings;

    public CostWorld(Shape shape)
    {
        var items = shape == Shape.Long ? 20 : 20_000;
        var width = shape == Shape.Long ? 50_000 : 8;
        var texts = string.Join(',', Enumerable.Range(0, items).Select(i => $"\"{Name(i, width)}\""));
        Document = Json(shape == Shape.Long ? $"[{texts}]" : $"{{{string.Join(',', Enumerable.Range(0, items).Select(i => $"\"{Name(i, width)}\":{{\"a\":{i}}}"))}}}");
        _values = [.. Document.IsArray ? Document.Items : Document.Names.Select(name => Document[name])];
        Pod = new Pod
        {
            Namespace = "media-sports",
            Name = "api-0",
            Uid = "uid-1",
            Labels = TextDictionary.From(Enumerable.Range(0, 1000).Select(static i => new KeyValuePair<string, string>($"label{i:0000}", "value"))),
            ServiceAccount = "api",
            Phase = "Running",
            Ips = new IpSet([.. Enumerable.Range(1, 16).Select(Address)]),
            CreatedAt = Harness.Now.AddDays(-1),
        };
        var suffixes = string.Join(',', Enumerable.Range(0, 50).Select(static i => $"\"s{i}.athenz.example.com\""));
        var blocks = string.Join(',', Enumerable.Range(0, 200).Select(static i => $"\"10.{i}.0.0/16\""));
        _settings = Json(
            $$"""{"issuer":"https://issuer","audience":"athenz","dnsSuffixes":[{{suffixes}}],"domainMapping":{"mode":"dash-to-dot"},"allowedIpBlocks":[{{blocks}}],"awsRegion":"us-west-2"}""");
        Context = new PolicyContext(Input(), new PolicySettings(_settings), this, this, Harness.Now, this);
    }

    public DataValue Document { get; }

    /// <summary>A value in the document.</summary>
    public DataValue Value(int at) => _values[at % _values.Length];

    public Pod Pod { get; }

    public PolicyContext Context { get; }

    public DataValue Read(string path) => path == "providers/k8s.cluster1" ? _settings : Document;

    public Pod? FindPod(string podNamespace, string name) => Pod;

    public TokenCheck Verify(string? token, TokenExpectation expectation) => TokenCheck.Failed("token-malformed", "no token");

    public FactAnswer Find(FactRequest request) => FactAnswer.Pending;

    public FactAnswer Renew(FactRequest request) => FactAnswer.Pending;

    private static PolicyInput Input()
    {
        var dns = string.Join(',', Enumerable.Range(0, Names).Select(static i => $"host{i}.api.media-sports.s49.athenz.example.com"));
        var ips = string.Join(',', Enumerable.Range(0, Names).Select(static i => $"10.250.0.{i}"));
        var attributes = ImmutableDictionary<string, string>.Empty
            .Add(AttributeNames.InstanceId, "uid-1")
            .Add(AttributeNames.ClientIp, "10.1.2.3")
            .Add(AttributeNames.SanDns, dns + ",uid-1.instanceid.athenz.s49.athenz.example.com")
            .Add(AttributeNames.SanIp, ips);
        var attestation = $$"""{"role":"media.sports.api","identityToken":"{{new string('x', 8_000)}}","document":"{{new string('d', 8_000)}}"}""";
        var (input, problem) = PolicyInputReader.Read(new InstanceConfirmation("k8s.cluster1", "media.sports", "api", attestation, attributes), InstanceOperation.Register);
        return input ?? throw new InvalidOperationException(problem?.Detail);
    }

    private static string Name(int at, int width) => at.ToString(new string('0', 6), null).PadLeft(width, 'x');

    private static IpAddress Address(int last) => IpAddress.TryParse($"10.1.2.{last}", out var address) ? address : throw new InvalidOperationException();

    private static DataValue Json(string text) => new(JsonDocument.Parse(text).RootElement.Clone());
}
