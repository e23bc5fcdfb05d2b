using System.Collections.Immutable;
using Argos.Rules.Compiler;
using Argos.Rules.Contracts.Addresses;
using Argos.Rules.Contracts.Collections;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Contracts.Kubernetes;
using Argos.Rules.Language;
using Argos.Rules.Sandbox.Loading;
using Argos.Rules.Sandbox.Messages;

namespace Argos.Rules.Engine.Tests.Sandbox;

/// <summary>Compiles, loads and runs scripts in this process, on a small world.</summary>
internal static class Harness
{
    public static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static CompileResult Compile(string source) => PolicyCompiler.Compile("test", source, CancellationToken.None);

    public static Func<PolicyContext, Outcome> Load(string source)
    {
        var compiled = Compile(source);
        Assert.That(compiled.Policy, Is.Not.Null, string.Join('\n', compiled.Diagnostics));
        return PolicyLoader.Load(compiled.Policy!);
    }

    public static Outcome Run(string source) => Load(source)(Context());

    public static PolicyContext Context()
    {
        var attributes = ImmutableDictionary<string, string>.Empty
            .Add(AttributeNames.InstanceId, "uid-1")
            .Add(AttributeNames.ClientIp, "10.1.2.3")
            .Add(AttributeNames.SanDns, "api.media-sports.athenz.example.com,uid-1.instanceid.athenz.example.com")
            .Add(AttributeNames.SanIp, "10.1.2.3");
        var confirmation = new InstanceConfirmation("k8s.cluster1", "media.sports", "api", """{"identityToken":"secret-token"}""", attributes);
        var (input, _) = PolicyInputReader.Read(confirmation, InstanceOperation.Register);
        var world = new World();
        return new PolicyContext(input!, new PolicySettings(world.Read("providers/k8s.cluster1")), world, world, Now);
    }

    private sealed class World : IDataView, ITokenVerifier
    {
        private static readonly Pod Known = new()
        {
            Namespace = "media-sports",
            Name = "api-0",
            Uid = "uid-1",
            Labels = TextDictionary.From([new("app", "api")]),
            ServiceAccount = "api",
            Phase = "Running",
            Ips = new IpSet([Address("10.1.2.3")]),
            CreatedAt = Now.AddDays(-1),
        };

        public DataValue Read(string path) => path switch
        {
            "providers/k8s.cluster1" => Json("""{"issuer":"https://issuer","audience":"athenz","dnsSuffixes":["athenz.example.com"],"limit":5,"strict":true}"""),
            "teams" => Json("""{"media":{"size":3,"names":["a","b"]}}"""),
            _ => DataValue.Missing,
        };

        public Pod? FindPod(string podNamespace, string name) => podNamespace == Known.Namespace && name == Known.Name ? Known : null;

        public TokenCheck Verify(string? token, TokenExpectation expectation) => token == "secret-token"
            ? new TokenCheck { Finding = null, Namespace = "media-sports", ServiceAccount = "api", Subject = "system:serviceaccount:media-sports:api", Audiences = ["athenz"] }
            : TokenCheck.Failed("token-malformed", "no token");

        private static DataValue Json(string text) => new(System.Text.Json.JsonDocument.Parse(text).RootElement.Clone());

        private static IpAddress Address(string text) => IpAddress.TryParse(text, out var address) ? address : throw new ArgumentException(text);
    }
}
