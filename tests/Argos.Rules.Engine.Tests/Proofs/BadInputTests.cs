using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Argos.Rules.Engine.Tests.Data;
using Argos.Rules.Engine.Tests.Listeners;

namespace Argos.Rules.Engine.Tests.Proofs;

/// <summary>What people and programs put by mistake, through the real management API and the real compiler: a clear diagnostic, and the last good policy stays.</summary>
[Category("Process")]
internal sealed class BadInputTests
{
    private const string Id = "argos/mine/p.csx";

    private const string Good = "// ---\n// title: the last good one\n// ---\nreturn Deny(\"last-good\");\n";

    private static readonly string Bomb = "// ---\n// a: &a [x,x,x,x,x,x,x,x,x]\n// b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n// c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n// providers: [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n// ---\nreturn Allow();";

    private RunningEngine _engine = null!;
    private HttpClient _http = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _engine = await new RunningEngine().StartAsync();
        _http = new HttpClient { BaseAddress = _engine.ManagementUri };
        using var put = await _http.PutAsync($"v1/policies/{Id}", new StringContent(Good));
        Assert.That((int)put.StatusCode, Is.EqualTo(200), await put.Content.ReadAsStringAsync());
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _http.Dispose();
        await _engine.DisposeAsync();
    }

    private static TestCaseData[] Bad() =>
    [
        Case("zero bytes", "", "ARG0102", 1, 1, "the policy is empty; write at least"),
        Case("blanks only", " \r\n\t\n", "ARG0102", 1, 1, "the policy is empty"),
        Case("a mark only", "\uFEFF", "ARG0102", 1, 1, "the policy is empty"),
        Case("one mebibyte", new string('x', 1024 * 1024 - 1), "policy-size", 1, 32769, "larger than 32768 bytes"),
        Case("a NUL", "return Deny(\"a\0b\");", "ARG0104", 1, 15, "the control character U+0000 is not allowed"),
        Case("a change of direction", "var a = 1;\nif (a == 1 /*\u202E } \u2066 if (admin) */) return Allow();\nreturn Deny(\"x\");", "ARG0105", 2, 14, "direction-changing character U+202E"),
        Case("a mark in the middle", "return Allow();\n\uFEFF", "ARG0105", 2, 1, "U+FEFF"),
        Case("an unknown key", "// ---\n// tilte: x\n// ---\nreturn Allow();", "front-matter", 2, 4, "the key `tilte` is unknown: the keys are `title`, `providers`, `mode`"),
        Case("a repeated key", "// ---\n// mode: shadow\n// title: x\n// mode: enforce\n// ---\nreturn Allow();", "front-matter", 4, 4, "the key `mode` is there twice"),
        Case("aliases in aliases", Bomb, "front-matter", 2, 4, "unknown"),
        Case("an alias", "// ---\n// title: &t x\n// providers: *t\n// ---\nreturn Allow();", "front-matter", 3, 15, "aliases are not allowed in front matter"),
        Case("a tag", "// ---\n// title: !!python/object x\n// ---\nreturn Allow();", "front-matter", 2, 11, "tags are not allowed"),
        Case("a list for a text", "// ---\n// title: [a, b]\n// ---\nreturn Allow();", "front-matter", 2, 11, "`title` must be a text"),
        Case("a map for a list", "// ---\n// providers: {a: b}\n// ---\nreturn Allow();", "front-matter", 2, 15, "an item of `providers` must be a text"),
        Case("another mode", "// ---\n// mode: true\n// ---\nreturn Allow();", "front-matter", 2, 10, "it must be `enforce` or `shadow`"),
        Case("a list for the whole", "// ---\n// - title\n// ---\nreturn Allow();", "front-matter", 2, 4, "must be `key: value` lines"),
        Case("no YAML", "// ---\n// title: \"x\n// ---\nreturn Allow();", "front-matter", 2, 11, "the front matter is not YAML"),
        Case("an open block", "// ---\n// title: x\nreturn Allow();", "front-matter", 3, 1, "is not closed: end it with a line `// ---`"),
        Case("two kinds of returns", "if (Input.IsRefresh) return true;\nreturn Allow();", "ARG0309", 1, 22, "a policy returns an outcome, not `Boolean`"),
        Case("a return of nothing", "if (Input.IsRefresh) return;\nreturn Allow();", "ARG0309", 1, 22, "not nothing"),
        Case("no return", "var a = Input.Domain;", "ARG0308", 1, 21, "the policy never returns an outcome"),
        Case("a value at the end", "if (Input.IsRefresh) return Allow();\nInput.Domain", "ARG0309", 2, 1,
            "a value without a semicolon is not an outcome"),
        Case("a newer language: arguments of collections", "List<int> a = [with(4), 1];\nreturn Allow();", "ARG0201", 1, 16, "cannot be used in a policy"),
        Case("a newer language: unions", "union U(int, string);\nreturn Allow();", "CS1001", 1, 12, "Identifier expected"),
        Case("another language", "package argos\n\nallow { input.service == input.service }", "CS1002", 1, 14, "; expected"),
    ];

    [TestCaseSource(nameof(Bad))]
    public async Task Put_of_a_bad_text_is_400_with_a_clear_diagnostic_and_the_last_good_policy_stays(string source, string code, int row, int column, string message)
    {
        using var put = await _http.PutAsync($"v1/policies/{Id}", new StringContent(source, Encoding.UTF8, "text/plain"));

        var errors = (await ErrorsAsync(put)).ToArray();
        Assert.That(errors.Select(static e => e.Message), Is.All.Not.Contains("\n").And.All.Length.GreaterThan(8));
        var told = errors.FirstOrDefault(e => e.Code == code && (e.Row, e.Column) == (row, column) && e.Message.Contains(message, StringComparison.Ordinal));
        Assert.That(told, Is.Not.Null, string.Join('\n', errors.AsEnumerable()));
        await AssertLastGoodAsync();
    }

    [Test]
    public async Task Put_of_bytes_that_are_no_utf8_is_400_and_the_last_good_policy_stays()
    {
        foreach (var bytes in (byte[][])[[0xC3, 0x28], [0xFF, 0xFE, 0x72, 0x00], [.. "return Deny(\""u8, 0xED, 0xA0, 0x80, .. "\");"u8]])
        {
            using var put = await _http.PutAsync($"v1/policies/{Id}", new ByteArrayContent(bytes));

            Assert.That((int)put.StatusCode, Is.EqualTo(400));
            Assert.That(Json.Value(await put.Content.ReadAsStringAsync()).GetProperty("message").GetString(), Is.EqualTo("the policy is not valid UTF-8"));
            await AssertLastGoodAsync();
        }
    }

    [TestCase("now: 2026-01-01T00:00:00Z\ncase: []\n", 2, 1, "case")]
    [TestCase("cases:\n  - name: one\n    expekt: {outcome: denied}\n", 3, 5, "expekt")]
    [TestCase("cases:\n  - name: one\n    expect: {outcome: denied}\n    name: two\n", 4, 5, "name")]
    [TestCase("base: &b {domain: a}\ncases:\n  - name: one\n    with: *b\n", 1, 7, "anchor")]
    [TestCase("cases:\n  - name: one\n    expect: {outcome: perhaps}\n", 3, 23, "must be one of `allowed`, `denied`, `undecided`")]
    [TestCase("cases: none\n", 1, 8, "cases")]
    public async Task Put_with_bad_tests_is_400_with_their_place_and_the_last_good_policy_stays(string tests, int row, int column, string message)
    {
        var body = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(new { source = "return Allow();", tests }));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var put = await _http.PutAsync($"v1/policies/{Id}", body);

        var errors = (await ErrorsAsync(put)).ToArray();
        Assert.That(errors.Any(e => (e.File, e.Row, e.Column) == ("argos/mine/p.tests.yaml", row, column) && e.Message.Contains(message, StringComparison.OrdinalIgnoreCase)), Is.True, string.Join('\n', errors.AsEnumerable()));
        await AssertLastGoodAsync();
    }

    [TestCase("mark", "\uFEFF// ---\n// title: x\n// ---\nreturn Deny(\"closed\");\n")]
    [TestCase("crlf", "// ---\r\n// title: x\r\n// providers: [\"*\"]\r\n// ---\r\nreturn Deny(\"closed\");\r\n")]
    [TestCase("both", "\uFEFF// ---\r\n// title: x\r\n// ---\r\nreturn Deny(\"closed\");")]
    public async Task Put_with_a_byte_order_mark_or_other_ends_of_lines_is_put_into_force(string id, string source)
    {
        using var put = await _http.PutAsync($"v1/policies/other/{id}.csx", new ByteArrayContent(Encoding.UTF8.GetBytes(source)));

        Assert.That((int)put.StatusCode, Is.EqualTo(200), await put.Content.ReadAsStringAsync());
        var status = Json.Value(await _http.GetStringAsync(new Uri("v1/status", UriKind.Relative)));
        Assert.That(status.GetProperty("policies").EnumerateArray().Single(p => p.GetProperty("id").GetString() == $"other/{id}.csx").GetProperty("title").GetString(), Is.EqualTo("x"));
    }

    private async Task AssertLastGoodAsync() =>
        Assert.That(Json.Value(await _http.GetStringAsync(new Uri($"v1/policies/{Id}", UriKind.Relative))).GetProperty("result").GetProperty("raw").GetString(), Is.EqualTo(Good));

    private static async Task<IEnumerable<ReportedError>> ErrorsAsync(HttpResponseMessage put)
    {
        var text = await put.Content.ReadAsStringAsync();
        Assert.That((int)put.StatusCode, Is.EqualTo(400), text);
        return Json.Value(text).GetProperty("errors").EnumerateArray().Select(static e => new ReportedError(
            e.GetProperty("code").GetString()!,
            e.GetProperty("message").GetString()!,
            e.TryGetProperty("location", out var place) ? place.GetProperty("file").GetString() : null,
            e.TryGetProperty("location", out place) ? place.GetProperty("row").GetInt32() : 0,
            e.TryGetProperty("location", out place) ? place.GetProperty("col").GetInt32() : 0));
    }

    private static TestCaseData Case(string name, string source, string code, int row, int column, string message) => new TestCaseData(source, code, row, column, message).SetArgDisplayNames(name);

    private sealed record ReportedError(string Code, string Message, string? File, int Row, int Column);
}
