using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Contracts.Kubernetes;
using Argos.Rules.Engine.Tests.Language;
using Argos.Rules.Language;

namespace Argos.Rules.Engine.Tests.PolicyTests;

internal sealed class PolicyCostTests
{
    private const string Settings = """
        {"issuer": "https://kubernetes.default.svc", "audience": "athenz-identityd", "dnsSuffixes": ["k8s.example.com"], "k8sDnsSuffixes": ["svc.cluster.local", "pod.cluster.local"],
         "domainMapping": {"mode": "dash-to-dot"}, "spiffeTrustDomains": ["example.com"], "clientIp": "podIP", "requireSanIp": true, "certExpiryMinutes": 10080}
        """;

    private const string Claims = """
        {"kubernetes.io": {"namespace": "media-sports", "pod": {"name": "api-0", "uid": "u1"}, "serviceaccount": {"name": "api"}}}
        """;

    private static readonly string[] Attributes =
    [
        "instanceId", "u1", "clientIP", "10.1.2.3", "sanIP", "10.1.2.3", "sanURI", "spiffe://media.sports/sa/api",
        "sanDNS", "api.media-sports.k8s.example.com,u1.instanceid.athenz.k8s.example.com",
    ];

    /// <summary>What a granted decision costs beside the token. Bytes are asserted; the time is printed, because it is the machine's.</summary>
    [Test]
    public void Evaluate_kubernetes_without_token_allocates_little()
    {
        var evaluate = StockPolicies.Set("kubernetes").All.Single().Evaluate;
        var confirmation = new InstanceConfirmation("k8s.cluster1.identityd", "media.sports", "api", "x", Attributes.Chunk(2).ToImmutableDictionary(static a => a[0], static a => a[1]));
        var input = PolicyInputReader.Read(confirmation, InstanceOperation.Register).Input!;
        var settings = StockPolicies.Set("kubernetes").For(confirmation.Provider, new DataValue(JsonDocument.Parse(Settings).RootElement)).Policies.Single().Settings;
        var context = new PolicyContext(input, settings, new OnePod(), new AnyToken(), DateTimeOffset.UnixEpoch);
        Assert.That(evaluate(context), Is.InstanceOf<Outcome.Allowed>());
        const int Rounds = 20_000;
        for (var i = 0; i < Rounds; i++) evaluate(context);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var cpu = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < Rounds; i++) evaluate(context);
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / Rounds;
        var microseconds = (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / Rounds;

        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{microseconds:F2} us of CPU, {bytes} bytes"));
        Assert.That(bytes, Is.LessThanOrEqualTo(4096));
    }

    private sealed class OnePod : IDataView
    {
        private readonly Pod _pod = new() { Namespace = "media-sports", Name = "api-0", Uid = "u1", ServiceAccount = "api", Phase = "Running", Ips = NameRulesFixture.Ips("10.1.2.3") };

        public DataValue Read(string path) => DataValue.Missing;

        public Pod? FindPod(string podNamespace, string name) => _pod;
    }

    private sealed class AnyToken : ITokenVerifier
    {
        private readonly TokenCheck _check = new() { Finding = null, Namespace = "media-sports", ServiceAccount = "api", Claims = new DataValue(JsonDocument.Parse(Claims).RootElement) };

        public TokenCheck Verify(string? token, TokenExpectation expectation) => _check;
    }
}
