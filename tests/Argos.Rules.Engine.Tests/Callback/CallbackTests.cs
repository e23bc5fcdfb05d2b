using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Engine.Tests.Listeners;

namespace Argos.Rules.Engine.Tests.Callback;

internal sealed class CallbackTests
{
    private const string Secret = "secret-attestation";

    private const string Confirmation = $$"""
        {"provider":"k8s.cluster1.identityd","domain":"media.sports","service":"api","attestationData":"{{Secret}}","attributes":{"instanceId":"i-1","sanDNS":""},"unknown":[1]}
        """;

    private static readonly string[] GrantMembers = ["provider", "domain", "service", "attributes"];

    private RunningEngine _engine = null!;
    private HttpClient _client = null!;
    private InstanceConfirmation? _asked;
    private InstanceOperation? _operation;
    private Decision _decision = new() { Id = "d1", Outcome = DecisionOutcome.Denied, Codes = ["not-set"] };

    [SetUp]
    public async Task StartAsync()
    {
        _asked = null;
        _engine = new RunningEngine
        {
            Decide = (confirmation, operation, _) =>
            {
                (_asked, _operation) = (confirmation, operation);
                return Task.FromResult(_decision);
            },
        };
        _engine.Settings["Callback:BasePath"] = "/k8s/v1";
        _engine.Settings["Callback:MaximumBodyBytes"] = "1048576";
        await _engine.StartAsync();
        _client = _engine.ZtsClient();
    }

    [TearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _engine.DisposeAsync();
    }

    [Test]
    public async Task Post_when_allowed_answers_200_with_the_fields_of_a_confirmation_and_no_attestation_data()
    {
        Decides(DecisionOutcome.Allowed, [], (AttributeNames.CertExpiryTime, "10080"), (AttributeNames.CertUsage, "client"));

        using var answer = await PostAsync("/k8s/v1/instance", Confirmation);

        var text = await answer.Content.ReadAsStringAsync();
        using var json = JsonDocument.Parse(text);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(answer.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/json"));
        Assert.That(answer.Headers.GetValues(Headers.DecisionId), Is.EqualTo(new[] { "d1" }));
        Assert.That(json.RootElement.EnumerateObject().Select(static m => m.Name), Is.EqualTo(GrantMembers));
        Assert.That(json.RootElement.GetProperty("provider").GetString(), Is.EqualTo("k8s.cluster1.identityd"));
        Assert.That(json.RootElement.GetProperty("attributes").GetRawText(), Is.EqualTo("""{"certExpiryTime":"10080","certUsage":"client"}"""));
        Assert.That(text, Does.Not.Contain(Secret));
    }

    [Test]
    public async Task Post_hands_the_confirmation_and_the_operation_to_what_decides()
    {
        using var register = await PostAsync("/k8s/v1/instance", Confirmation);

        Assert.That(_operation, Is.EqualTo(InstanceOperation.Register));
        Assert.That(_asked!.AttestationData, Is.EqualTo(Secret));
        Assert.That(_asked.Attributes["instanceId"], Is.EqualTo("i-1"));

        using var refresh = await PostAsync("/k8s/v1/refresh", Confirmation);

        Assert.That(_operation, Is.EqualTo(InstanceOperation.Refresh));
    }

    [TestCase(""""{"provider":"p","domain":"d","service":"s","attestationData":null}"""")]
    [TestCase(""""{"provider":"p","domain":"d","service":"s"}"""")]
    [TestCase(""""{"provider":"p","domain":"d","service":"s","attributes":null}"""")]
    public async Task Post_with_optional_members_absent_or_null_is_decided(string body)
    {
        Decides(DecisionOutcome.Allowed, []);

        using var answer = await PostAsync("/k8s/v1/refresh", body);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(_asked!.AttestationData, Is.Null);
        Assert.That(_asked.Attributes, Is.Empty);
    }

    [Test]
    public async Task Post_when_denied_answers_403_with_the_codes_and_the_decision()
    {
        Decides(DecisionOutcome.Denied, ["pod-replaced", "san-ip-foreign"]);

        using var answer = await PostAsync("/k8s/v1/instance", Confirmation);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo("""{"code":403,"message":"denied: pod-replaced, san-ip-foreign (decision d1)"}"""));
        Assert.That(answer.Headers.GetValues(Headers.DecisionId), Is.EqualTo(new[] { "d1" }));
    }

    [Test]
    public async Task Post_when_undecided_answers_504_with_the_codes_and_the_decision()
    {
        Decides(DecisionOutcome.Undecided, [DecisionCodes.WaitTimeout]);

        using var answer = await PostAsync("/k8s/v1/instance", Confirmation);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.GatewayTimeout));
        Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo("""{"code":504,"message":"cannot decide: wait-timeout (decision d1)"}"""));
    }

    [Test]
    public async Task Post_when_deciding_throws_answers_504_without_the_message_of_the_exception()
    {
        _engine.Decide = static (c, _, _) => throw new InvalidOperationException(c.AttestationData);

        using var answer = await PostAsync("/k8s/v1/instance", Confirmation);

        var text = await answer.Content.ReadAsStringAsync();
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.GatewayTimeout));
        Assert.That(text, Does.Contain("cannot decide: engine-error").And.Not.Contain(Secret));
    }

    [TestCase(AttributeNames.CertExpiryTime, "a week")]
    [TestCase(AttributeNames.CertExpiryTime, "0")]
    [TestCase(AttributeNames.CertExpiryTime, "99999999999")]
    [TestCase(AttributeNames.CertUsage, "server")]
    [TestCase(AttributeNames.CertRefresh, "False")]
    [TestCase("instanceId", "i-1")]
    public async Task Post_when_a_grant_has_a_directive_that_zts_would_misread_answers_504(string name, string value)
    {
        Decides(DecisionOutcome.Allowed, [], (name, value));

        using var answer = await PostAsync("/k8s/v1/instance", Confirmation);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.GatewayTimeout));
    }

    [TestCase("")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("{")]
    [TestCase("{\"provider\":\"p\",\"domain\":\"d\",\"service\":\"s\"} trailing")]
    [TestCase("{\"domain\":\"d\",\"service\":\"s\"}")]
    [TestCase("{\"provider\":1,\"domain\":\"d\",\"service\":\"s\"}")]
    [TestCase("{\"provider\":\"p\",\"domain\":\"\",\"service\":\"s\"}")]
    [TestCase("{\"provider\":\"p\",\"domain\":\"d\",\"service\":null}")]
    [TestCase("{\"provider\":\"p\",\"domain\":\"d\",\"service\":\"s\",\"attestationData\":{\"t\":\"secret-attestation\"}}")]
    [TestCase("{\"provider\":\"p\",\"domain\":\"d\",\"service\":\"s\",\"attributes\":[\"secret-attestation\"]}")]
    [TestCase("{\"provider\":\"p\",\"domain\":\"d\",\"service\":\"s\",\"attributes\":{\"a\":1}}")]
    [TestCase("{\"provider\":\"\\ud800\",\"domain\":\"d\",\"service\":\"s\",\"attestationData\":\"secret-attestation\"}")]
    public async Task Post_of_what_is_no_confirmation_answers_400_in_one_line_without_its_content(string body)
    {
        using var answer = await PostAsync("/k8s/v1/instance", body);

        var text = await answer.Content.ReadAsStringAsync();
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(text, Does.StartWith("""{"code":400,"message":""").And.Not.Contain(Secret).And.Not.Contain("\n"));
        Assert.That(_asked, Is.Null);
        Assert.That(answer.Headers.Contains(Headers.DecisionId), Is.True);
    }

    [Test]
    public async Task Post_of_bytes_that_are_no_utf8_answers_400()
    {
        using var content = new ByteArrayContent([.. "{\"provider\":\""u8, 0xff, 0xfe, .. "\",\"domain\":\"d\",\"service\":\"s\"}"u8]);

        using var answer = await _client.PostAsync("/k8s/v1/instance", content);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Post_of_two_mebibytes_answers_413(bool chunked)
    {
        using var answer = await PostAsync("/k8s/v1/instance", "{\"provider\":\"" + new string('a', 2 << 20) + "\"}", chunked);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
        Assert.That(_asked, Is.Null);
    }

    [Test]
    public async Task Post_of_a_large_body_within_the_limit_is_decided_whole()
    {
        var attestation = new string('x', 900_000);

        using var answer = await PostAsync("/k8s/v1/instance", $$"""{"provider":"p","domain":"d","service":"s","attestationData":"{{attestation}}"}""");

        Assert.That(_asked!.AttestationData, Is.EqualTo(attestation));
    }

    [TestCase("/k8s/v1/instance", "GET", HttpStatusCode.MethodNotAllowed)]
    [TestCase("/k8s/v1/refresh", "PUT", HttpStatusCode.MethodNotAllowed)]
    [TestCase("/instance", "POST", HttpStatusCode.NotFound)]
    [TestCase("/k8s/v1/instance/", "POST", HttpStatusCode.NotFound)]
    [TestCase("/k8s/v1/Instance", "POST", HttpStatusCode.NotFound)]
    [TestCase("/", "GET", HttpStatusCode.NotFound)]
    public async Task Request_that_is_no_callback_is_refused(string path, string method, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        using var answer = await _client.SendAsync(request);

        Assert.That(answer.StatusCode, Is.EqualTo(expected));
        Assert.That(_asked, Is.Null);
    }

    [TestCase("/k8s/v1/instance", HttpStatusCode.GatewayTimeout)]
    [TestCase("/k8s/v1/refresh", HttpStatusCode.GatewayTimeout)]
    public async Task Undecided_is_504_for_both_unless_told_otherwise(string path, HttpStatusCode expected)
    {
        Decides(DecisionOutcome.Undecided, [DecisionCodes.NotReady]);

        using var answer = await PostAsync(path, Confirmation);

        Assert.That(answer.StatusCode, Is.EqualTo(expected));
    }

    [Test]
    public async Task Post_over_http2_is_answered()
    {
        Decides(DecisionOutcome.Allowed, []);
        using var client = _engine.ZtsClient(HttpVersion.Version20);

        using var answer = await client.PostAsync("/k8s/v1/instance", new StringContent(Confirmation));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(answer.Version, Is.EqualTo(HttpVersion.Version20));
    }

    private void Decides(DecisionOutcome outcome, ImmutableArray<string> codes, params (string Name, string Value)[] attributes) => _decision = new Decision
    {
        Id = "d1",
        Outcome = outcome,
        Codes = codes,
        Attributes = attributes.ToImmutableSortedDictionary(static a => a.Name, static a => a.Value),
    };

    /// <summary>As ZTS sends it, in chunks without a length, unless told otherwise.</summary>
    private async Task<HttpResponseMessage> PostAsync(string path, string body, bool chunked = true)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TransferEncodingChunked = chunked;
        request.Headers.ExpectContinue = false;
        return await _client.SendAsync(request);
    }
}
