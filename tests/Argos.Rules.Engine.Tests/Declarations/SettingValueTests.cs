using System.Collections.Immutable;
using System.Text.Json;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Engine.Declarations;

namespace Argos.Rules.Engine.Tests.Declarations;

internal sealed class SettingValueTests
{
    [TestCase("type: text", "\"x\"", null)]
    [TestCase("type: text", "\"\"", "must be a text that is not empty")]
    [TestCase("type: text", "5", "must be a text that is not empty")]
    [TestCase("type: text", "null", "is null")]
    [TestCase("type: text, values: [a, b, c]", "\"b\"", null)]
    [TestCase("type: text, values: [a, b, c]", "\"B\"", "must be `a`, `b` or `c`")]
    [TestCase("type: text, values: [a, b, c]", "true", "must be `a`, `b` or `c`")]
    [TestCase("type: texts", "[]", null)]
    [TestCase("type: texts", "[\"a\",\"b\"]", null)]
    [TestCase("type: texts", "\"a\"", "must be a list of texts")]
    [TestCase("type: texts", "[\"a\",5]", "must be a list of texts")]
    [TestCase("type: texts", "[\"\"]", "must be a list of texts")]
    [TestCase("type: texts", "[null]", "must be a list of texts")]
    [TestCase("type: texts", "{\"a\":\"b\"}", "must be a list of texts")]
    [TestCase("type: text-or-texts", "\"a\"", null)]
    [TestCase("type: text-or-texts", "[\"a\"]", null)]
    [TestCase("type: text-or-texts", "\"\"", "must be a text or a list")]
    [TestCase("type: text-or-texts", "[[]]", "must be a text or a list")]
    [TestCase("type: text-or-texts, values: [a]", "[\"b\"]", "must be a list of `a`")]
    [TestCase("type: number, min: 1, max: 9", "1", null)]
    [TestCase("type: number, min: 1, max: 9", "9", null)]
    [TestCase("type: number, min: 1, max: 9", "0", "a whole number from 1 to 9")]
    [TestCase("type: number, min: 1, max: 9", "10", "a whole number from 1 to 9")]
    [TestCase("type: number, min: 1, max: 9", "\"5\"", "a whole number from 1 to 9")]
    [TestCase("type: number, min: 1", "0", "at least 1")]
    [TestCase("type: number", "1.5", "a whole number")]
    [TestCase("type: number", "1e30", "a whole number")]
    [TestCase("type: number", "true", "a whole number")]
    [TestCase("type: flag", "true", null)]
    [TestCase("type: flag", "false", null)]
    [TestCase("type: flag", "\"true\"", "must be `true` or `false`")]
    [TestCase("type: flag", "1", "must be `true` or `false`")]
    [TestCase("type: map", "{\"a\":\"b\"}", null)]
    [TestCase("type: map", "{\"a\":1}", "whose members are texts")]
    [TestCase("type: map", "[]", "whose members are texts")]
    [TestCase("type: any", "[1,{}]", null)]
    [TestCase("type: any", "null", "is null")]
    [TestCase("type: domain-mapping", "{\"mode\":\"dash-to-dot\"}", null)]
    [TestCase("type: domain-mapping", "{\"mode\":\"prefix-suffix\",\"prefx\":\"a.\"}", "needs a text `prefix` or `suffix`")]
    [TestCase("type: domain-mapping", "\"dash-to-dot\"", "must be an object with `mode`")]
    [TestCase("type: domain-mapping", "{\"mode\":\"other\"}", "`mode` must be")]
    [TestCase("type: object, members: {audience: {type: text, required: true}, orgs: {type: texts}}", "{\"audience\":\"x\",\"orgs\":[\"o\"]}", null)]
    [TestCase("type: object, members: {audience: {type: text, required: true}}", "{}", "needs the member `audience`")]
    [TestCase("type: object, members: {audience: {type: text, required: true}}", "{\"audience\":\"\"}", "its member `audience` must be a text")]
    [TestCase("type: object, members: {audience: {type: text, required: true}}", "{\"audience\":\"x\",\"audiance\":\"y\"}", "`audiance`; did you mean `audience`?")]
    [TestCase("type: object, members: {audience: {type: text}}", "[]", "must be an object with `audience`")]
    public void Problem_says_what_a_value_must_be(string declared, string json, string? problem) =>
        Assert.That(Problem(declared, json), problem is null ? Is.Null : Does.Contain(problem));

    [TestCase("dns-name", "a.example.com", true)]
    [TestCase("dns-name", ".example.com", false)]
    [TestCase("dns-name", "A.example.com", false)]
    [TestCase("dns-name", "*", false)]
    [TestCase("dns-label", "us-west-2", true)]
    [TestCase("dns-label", "us west", false)]
    [TestCase("dns-label", "us-west-2.", false)]
    [TestCase("cluster-suffix", "svc", true)]
    [TestCase("cluster-suffix", "pod.cluster.local", true)]
    [TestCase("cluster-suffix", "cluster.local", false)]
    [TestCase("cluster-suffix", "svcs.cluster.local", false)]
    [TestCase("trust-domain", "example.com", true)]
    [TestCase("trust-domain", "spiffe://example.com", false)]
    [TestCase("ip-block", "10.0.0.0/8", true)]
    [TestCase("ip-block", "2001:db8::/32", true)]
    [TestCase("ip-block", "192.0.2.1", true)]
    [TestCase("ip-block", "10.0.0.0/33", false)]
    [TestCase("ip-block", "010.0.0.0/8", false)]
    [TestCase("data-path", "clusters/two/keys", true)]
    [TestCase("data-path", "/", false)]
    public void Problem_compares_the_format_of_each_text(string format, string text, bool fits)
    {
        Assert.That(Problem($"type: text, format: {format}", JsonSerializer.Serialize(text)), fits ? Is.Null : Does.StartWith("must be "));
        Assert.That(Problem($"type: texts, format: {format}", JsonSerializer.Serialize(new[] { text })), fits ? Is.Null : Does.StartWith("must be a list of "));
    }

    private static string? Problem(string declared, string json)
    {
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        var schema = FrontMatterParser.Parse("p", $"// ---\n// settings:\n//   a: {{{declared}}}\n// ---\n", diagnostics).Settings;
        Assert.That(diagnostics, Is.Empty);
        return SettingValue.Problem(schema.Find("a")!, new DataValue(JsonDocument.Parse(json).RootElement))?.Words;
    }
}
