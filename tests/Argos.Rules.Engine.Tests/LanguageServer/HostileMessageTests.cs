using System.Text.Json.Nodes;

namespace Argos.Rules.Engine.Tests.LanguageServer;

/// <summary>Messages that are JSON and mean nothing: each is refused with an error of the protocol, or ignored.</summary>
internal sealed class HostileMessageTests
{
    private const string Uri = "file:///policies/hostile/policy.csx";
    private const string Tests = "file:///policies/hostile/tests.yaml";
    private const string OneCase =
        "now: 2026-03-01T12:00:00Z\nbase: {provider: a, domain: b, service: c, attestation: x}\ncases:\n  - name: one\n    expect: "
        + "{outcome: allowed}\n";

    private static IEnumerable<TestCaseData> WrongParameters()
    {
        string[] anything = ["null", "1", "\"x\"", "[]", "{}", """{"textDocument": 1}""", """{"textDocument": {"uri": 1}}"""];
        string[] places =
        [
            "null", "1", "[]", "{}", """{"line": "a", "character": 0}""", """{"line": -1, "character": 0}""",
            """{"line": 1e99, "character": 0}""", """{"line": 0.5, "character": 0}""", """{"line": 0}""",
        ];
        string[] contexts = ["null", "{}", """{"diagnostics": 1}""", """{"diagnostics": [{"source": "argos", "severity": "x"}]}"""];
        var of = $$"""{"textDocument": {"uri": "{{Uri}}"}, """;
        string[] withPlace = ["completion", "hover", "signatureHelp", "definition"];
        foreach (var method in withPlace.Concat(["formatting", "codeAction", "codeLens"]))
            yield return Case("textDocument/" + method, anything);
        foreach (var method in withPlace)
            yield return Case("textDocument/" + method, [.. places.Select(p => $$"""{{of}}"position": {{p}}}""")]);
        yield return Case("textDocument/codeAction", [.. contexts.Select(c => $$"""{{of}}"context": {{c}}}""")]);
        yield return Case("workspace/executeCommand",
        [
            .. anything, """{"command": 1, "arguments": []}""", """{"command": "argos.runTests", "arguments": 1}""",
            """{"command": "argos.runTests", "arguments": [1]}""", """{"command": "argos.runTests", "arguments": [[], {}, null]}""",
            $$"""{"command": "argos.runTests", "arguments": ["{{Uri}}"]}""",
        ]);

        static TestCaseData Case(string method, string[] parameters) =>
            new TestCaseData(method, parameters).SetArgDisplayNames(method, $"{parameters.Length} kinds");
    }

    [TestCaseSource(nameof(WrongParameters))]
    public async Task Parameters_of_another_form_are_refused_as_such(string method, string[] parameters)
    {
        await using var client = await LspClient.InitializedAsync();
        client.Open(Uri, "return Deny(\"a\");\n");

        foreach (var given in parameters)
            Assert.That(Code(await client.ResponseAsync(method, JsonNode.Parse(given))), Is.EqualTo(-32602), given);
    }

    [Test]
    public async Task Diagnostics_of_other_programs_are_left_alone()
    {
        await using var client = await LspClient.InitializedAsync();
        client.Open(Uri, "return Deny(Input.Domian);\n");
        var own = (await client.DiagnosticsAsync(Uri))[0]!.DeepClone();

        var actions = await client.AskAsync("textDocument/codeAction", new JsonObject
        {
            ["textDocument"] = new JsonObject { ["uri"] = Uri },
            ["context"] = new JsonObject
            {
                ["diagnostics"] = new JsonArray(
                    JsonNode.Parse("""{"source": "other", "code": 7}"""), 1, null, own, JsonNode.Parse("""{"source": "argos"}""")),
            },
        });

        Assert.That(actions!.AsArray().Single()!["title"]!.GetValue<string>(), Is.EqualTo("Change to `Domain`"));
    }

    [Test]
    public async Task Ids_are_answered_each_once_or_refused()
    {
        await using var client = await LspClient.InitializedAsync();
        client.Open(Uri, "return Deny(\"a\");\n");
        client.Open(Tests, OneCase);
        var run = $$$"""
            {"jsonrpc":"2.0","id":"same","method":"workspace/executeCommand",
            "params":{"command":"argos.runTests","arguments":["{{{Uri}}}"]}}
            """;

        client.Send(run);
        client.Send(run);
        Assert.That(Refused(await client.Unasked.Reader.ReadAsync()), Is.EqualTo(("same", -32600)));
        Assert.That((await client.Unasked.Reader.ReadAsync())["result"]!["failed"]!.GetValue<int>(), Is.EqualTo(1));

        var wide = new string('i', 300);
        client.Send($$"""{"jsonrpc":"2.0","id":"{{wide}}","method":"textDocument/hover"}""");
        Assert.That(Refused(await client.Unasked.Reader.ReadAsync()), Is.EqualTo((wide, -32600)));
        client.Send("""{"jsonrpc":"2.0","id":"a","method":7}""");
        Assert.That(Refused(await client.Unasked.Reader.ReadAsync()), Is.EqualTo(("a", -32600)));
        client.Send("""{"jsonrpc":"2.0","id":"b","method":"\ud83d"}""");
        Assert.That(Refused(await client.Unasked.Reader.ReadAsync()), Is.EqualTo(("b", -32601)));
        foreach (var id in new[] { "null", "true", "[1]", "{}" })
        {
            client.Send($$"""{"jsonrpc":"2.0","id":{{id}},"method":"textDocument/hover"}""");
            Assert.That(Refused(await client.Unasked.Reader.ReadAsync()), Is.EqualTo(((string?)null, -32600)), id);
        }
        Assert.That(Code(await client.ResponseAsync("initialize", new JsonObject())), Is.EqualTo(-32600));
    }

    [Test]
    public async Task Notifications_that_mean_nothing_change_nothing()
    {
        await using var client = await LspClient.InitializedAsync();
        client.Open(Uri, "return Deny(Input.Domian);\n");

        string[] anything =
            ["null", "1", "[]", "{}", """{"id": {}}""", """{"id": "none"}""", """{"id": 12345}""", """{"changes": [1]}"""];
        string[] methods = ["$/cancelRequest", "$/none", "textDocument/didClose", "workspace/didChangeWatchedFiles", "initialized"];
        foreach (var parameters in anything)
        {
            foreach (var method in methods)
                client.Notify(method, JsonNode.Parse(parameters));
        }

        Assert.That(await client.DiagnosticsAsync(Uri), Has.Count.EqualTo(1));
        Assert.That(await client.AtAsync("textDocument/completion", Uri, 0, 18), Is.Not.Null);
    }

    [Test]
    public async Task Deep_parameters_are_taken_or_refused()
    {
        await using var client = await LspClient.InitializedAsync();
        client.Open(Uri, "return Deny(Input.Domain);\n");

        Send("deep", 62);
        Send("deeper", 63);

        Assert.That((await client.Unasked.Reader.ReadAsync())["error"]!["code"]!.GetValue<int>(), Is.EqualTo(-32700));
        Assert.That((await client.Unasked.Reader.ReadAsync())["result"]!["contents"], Is.Not.Null);

        void Send(string id, int depth) => client.Send($$$"""
            {"jsonrpc":"2.0","id":"{{{id}}}","method":"textDocument/hover","params":{"textDocument":{"uri":"{{{Uri}}}"},
            "position":{"line":0,"character":20},"more":{{{new string('[', depth)}}}{{{new string(']', depth)}}}}}
            """);
    }

    private static (string? Id, int Code) Refused(JsonObject response) => (response["id"]?.GetValue<string>(), Code(response));

    private static int Code(JsonObject response) => response["error"]!["code"]!.GetValue<int>();
}
