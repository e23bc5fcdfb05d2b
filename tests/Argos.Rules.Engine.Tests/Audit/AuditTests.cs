using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Engine.Tests.Listeners;

namespace Argos.Rules.Engine.Tests.Audit;

internal sealed class AuditTests
{
    private const string Secret = "secret-attestation";

    private static readonly string Hash = new('a', 64);
    private static readonly string Image = new('b', 64);

    private static readonly Decision Denied = new()
    {
        Id = "d1",
        Outcome = DecisionOutcome.Denied,
        Codes = ["pod-replaced"],
        Revision = 7,
        Pods = [new PodReference("team", "p-1", "uid-1", "812")],
        Tokens = [new TokenReference("k1", "jti-1", true), new TokenReference("k2", null, false)],
        Policies =
        [
            new PolicyResult { Policy = "ns/cm/p.csx", Hash = Hash, Image = Image, Outcome = "deny", Code = "pod-replaced", Detail = "line one\nline two\u0007", ElapsedMicroseconds = 3.14 },
            new PolicyResult { Policy = "ns/cm/q.csx", Hash = Hash, Outcome = "failed", Code = "policy-failed", Enforced = false },
        ],
    };

    [Test]
    public async Task Decision_leaves_one_record_with_what_led_to_it()
    {
        var record = await RecordAsync(Denied, Body(Secret));

        Assert.That(record.GetProperty("decision").GetString(), Is.EqualTo("d1"));
        Assert.That(record.GetProperty("operation").GetString(), Is.EqualTo("refresh"));
        Assert.That(record.GetProperty("outcome").GetString(), Is.EqualTo("denied"));
        Assert.That(record.GetProperty("status").GetInt32(), Is.EqualTo(403));
        Assert.That(record.GetProperty("provider").GetString(), Is.EqualTo("k8s.c1.identityd"));
        Assert.That(record.GetProperty("domain").GetString(), Is.EqualTo("media"));
        Assert.That(record.GetProperty("service").GetString(), Is.EqualTo("api"));
        Assert.That(record.GetProperty("instanceId").GetString(), Is.EqualTo("i-1"));
        Assert.That(record.GetProperty("caller").GetString(), Is.EqualTo(RunningEngine.Zts));
        Assert.That(record.GetProperty("revision").GetInt64(), Is.EqualTo(7));
        Assert.That(record.GetProperty("codes").GetRawText(), Is.EqualTo("""["pod-replaced"]"""));
        Assert.That(record.GetProperty("elapsedMs").GetDouble(), Is.GreaterThanOrEqualTo(0));
        Assert.That(record.GetProperty("pods").GetRawText(), Is.EqualTo("""[{"namespace":"team","name":"p-1","uid":"uid-1","resourceVersion":"812"}]"""));
        Assert.That(record.GetProperty("tokens").GetRawText(), Is.EqualTo("""[{"valid":true,"keyId":"k1","jti":"jti-1"},{"valid":false,"keyId":"k2"}]"""));
        Assert.That(record.GetProperty("policies")[0].GetProperty("detail").GetString(), Is.EqualTo("line one\nline two\u0007"));
        Assert.That(record.GetProperty("policies")[0].GetProperty("image").GetString(), Is.EqualTo(Image));
        Assert.That(record.GetProperty("policies")[1].TryGetProperty("image", out _), Is.False);
        Assert.That(record.GetProperty("policies")[1].GetProperty("mode").GetString(), Is.EqualTo("shadow"));
    }

    [Test]
    public async Task Record_says_why_the_engine_refused_before_any_policy()
    {
        var record = await RecordAsync(Denied with { Codes = ["attribute-malformed"], Detail = "attribute `sanIP` has an empty item", Policies = [] }, Body(Secret));

        Assert.That(record.GetProperty("detail").GetString(), Is.EqualTo("attribute `sanIP` has an empty item"));
    }

    [Test]
    public async Task Record_has_the_digest_of_the_attestation_data_and_never_the_data()
    {
        var record = await RecordAsync(Denied, Body(Secret));

        Assert.That(record.GetProperty("attestationSha256").GetString(), Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Secret)))));
        Assert.That(record.TryGetProperty("keyId", out _), Is.False);
        Assert.That(record.GetRawText(), Does.Not.Contain(Secret));
    }

    [TestCase("eyJhbGciOiJSUzI1NiIsImtpZCI6ImsxIn0.e30.c2ln")]
    [TestCase("\\uFEFFeyJhbGciOiJSUzI1NiIsImtpZCI6ImsxIn0.e30.c2ln\\n")]
    [TestCase("{\\\"identityToken\\\":\\\"eyJhbGciOiJSUzI1NiIsImtpZCI6ImsxIn0.e30.c2ln\\\"}")]
    public async Task Record_of_a_token_has_its_key_id(string attestation)
    {
        var record = await RecordAsync(Denied, Body(attestation));

        Assert.That(record.GetProperty("keyId").GetString(), Is.EqualTo("k1"));
    }

    [TestCase("not json", 400)]
    [TestCase("{\"provider\":\"secret-attestation\"}", 400)]
    public async Task Malformed_request_leaves_a_record_without_its_content(string body, int status)
    {
        var record = await RecordAsync(Denied, body);

        Assert.That(record.GetProperty("outcome").GetString(), Is.EqualTo("malformed"));
        Assert.That(record.GetProperty("status").GetInt32(), Is.EqualTo(status));
        Assert.That(record.GetProperty("problem").GetString(), Is.Not.Empty);
        Assert.That(record.GetRawText(), Does.Not.Contain(Secret));
    }

    [TestCase(DecisionOutcome.Allowed, "allowed", 200)]
    [TestCase(DecisionOutcome.Undecided, "undecided", 504)]
    public async Task Every_outcome_leaves_a_record(DecisionOutcome outcome, string name, int status)
    {
        var record = await RecordAsync(new Decision { Id = "d2", Outcome = outcome }, Body(null));

        Assert.That(record.GetProperty("outcome").GetString(), Is.EqualTo(name));
        Assert.That(record.GetProperty("status").GetInt32(), Is.EqualTo(status));
    }

    private static string Body(string? attestation) =>
        $$$"""{"provider":"k8s.c1.identityd","domain":"media","service":"api","attestationData":{{{(attestation is null ? "null" : $"\"{attestation}\"")}}},"attributes":{"instanceId":"i-1"}}""";

    /// <summary>Sends one callback, stops the engine and reads the only record.</summary>
    private static async Task<JsonElement> RecordAsync(Decision decision, string body)
    {
        await using var engine = new RunningEngine { Decide = (_, _, _) => Task.FromResult(decision) };
        await engine.StartAsync();
        using (var client = engine.ZtsClient())
        {
            using var answer = await client.PostAsync("/refresh", new StringContent(body));
        }
        var lines = await engine.StopAndReadAuditAsync();
        Assert.That(lines, Has.Length.EqualTo(1));
        using var json = JsonDocument.Parse(lines[0]);
        return json.RootElement.Clone();
    }
}
