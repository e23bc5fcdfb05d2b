using System.Globalization;
using System.Text.Json.Nodes;

namespace Argos.Rules.Engine.Tests.LanguageServer;

/// <summary>
/// What would break the frame, the parser, the compiler or the run: `argos lsp` refuses it, forgets it, or ends in order.
/// </summary>
internal sealed class HostileEditorTests
{
    private const string Uri = "file:///policies/hostile/policy.csx";
    private const string Tests = "file:///policies/hostile/tests.yaml";
    private const string OneCase =
        "now: 2026-03-01T12:00:00Z\nbase: {provider: a, domain: b, service: c, attestation: x}\ncases:\n  - name: one\n    expect: "
        + "{outcome: allowed}\n";

    [TestCase("nonsense\r\n\r\n")]
    [TestCase("Content-Length: many\r\n\r\n{}")]
    [TestCase("Content-Length: -1\r\n\r\n{}")]
    [TestCase("Content-Length: 99999999999999999999\r\n\r\n{}")]
    [TestCase("Content-Length: 5")]
    [TestCase("Content-Length: +5\r\n\r\n{}")]
    [TestCase("Content-Length: 0x5\r\n\r\n{}")]
    [TestCase("Content-Length: \r\n\r\n{}")]
    public async Task Broken_header_ends_the_server(string sent)
    {
        await using var client = LspClient.Start();

        client.SendRaw(sent);
        client.CloseInput();

        Assert.That(await client.ExitCodeAsync(), Is.EqualTo(1));
    }

    // Nothing is closed here: the server must not wait for more.
    private static readonly string[] Endless =
        [new string('x', 5000), string.Concat(Enumerable.Repeat("X-A: b\r\n", 1000)), "Content-Length: 9223372036854775807\r\n\r\n{}"];

    [TestCaseSource(nameof(Endless))]
    public async Task What_has_no_end_ends_the_server(string sent)
    {
        await using var client = LspClient.Start();

        client.SendRaw(sent);

        Assert.That(await client.ExitCodeAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task What_is_no_message_gets_an_error_and_the_next_one_is_good()
    {
        await using var client = LspClient.Start();

        foreach (var sent in new[] { "{", "[]", "7", "{\"id\":{}, \"method\":\"initialize\"}", new string('[', 5000) }) client.Send(sent);
        client.Send("{\"id\":\"unknown response\",\"result\":1}");
        var codes = new List<int>();
        for (var i = 0; i < 5; i++) codes.Add((await client.Unasked.Reader.ReadAsync())["error"]!["code"]!.GetValue<int>());

        Assert.That(codes, Is.EqualTo(new[] { -32700, -32600, -32600, -32600, -32700 }));
        Assert.That(await client.AskAsync("initialize", new JsonObject()), Is.Not.Null);
    }

    [Test]
    public async Task Giant_message_is_skipped_without_being_kept()
    {
        await using var client = LspClient.Start();
        const int Megabytes = 300;
        var chunk = new string('x', 1024 * 1024);

        client.SendRaw(string.Create(CultureInfo.InvariantCulture, $"Content-Length: {Megabytes * chunk.Length}\r\n\r\n"));
        for (var i = 0; i < Megabytes; i++) client.SendRaw(chunk);
        var refused = await client.Unasked.Reader.ReadAsync();

        Assert.That(refused["error"]!["message"]!.GetValue<string>(), Does.StartWith("a message has 314572800 bytes and may have"));
        using var process = System.Diagnostics.Process.GetProcessById(client.Id);
        Assert.That(process.WorkingSet64 / 1024 / 1024, Is.LessThan(200));
        Assert.That(await client.AskAsync("initialize", new JsonObject()), Is.Not.Null);
    }

    [Test]
    public async Task Requests_before_initialize_unknown_ones_and_bad_parameters_get_errors()
    {
        await using var client = LspClient.Start();
        Assert.That(Code(await client.ResponseAsync("textDocument/hover", new JsonObject())), Is.EqualTo(-32002));

        await client.AskAsync("initialize", new JsonObject());

        Assert.That(Code(await client.ResponseAsync("textDocument/none", new JsonObject())), Is.EqualTo(-32601));
        Assert.That(Code(await client.ResponseAsync("textDocument/hover", new JsonArray())), Is.EqualTo(-32602));
        Assert.That(Code(await client.ResponseAsync("textDocument/hover", null)), Is.EqualTo(-32602));
        Assert.That(Code(await client.ResponseAsync("workspace/executeCommand",
            new JsonObject { ["command"] = "rm", ["arguments"] = new JsonArray() })), Is.EqualTo(-32602));
        client.Notify("textDocument/didOpen", new JsonArray());
        client.Notify("textDocument/didChange", new JsonObject { ["textDocument"] = 7 });
        client.Open(Uri, "return Deny(\"a\");\n");
        client.Change(Uri, 2, new JsonObject
        {
            ["text"] = "b",
            ["range"] = new JsonObject
            {
                ["start"] = new JsonObject { ["line"] = -7, ["character"] = -7 },
                ["end"] = new JsonObject { ["line"] = int.MaxValue, ["character"] = int.MaxValue },
            },
        });
        Assert.That(await client.DiagnosticsAsync(Uri, 2), Is.Not.Empty);
        Assert.That(await client.AtAsync("textDocument/hover", "file:///not-open.csx", 0, 0), Is.Null);
    }

    [Test]
    public async Task Exit_without_shutdown_is_a_failure_and_with_it_none()
    {
        await using var rude = await LspClient.InitializedAsync();
        rude.Notify("exit", null);
        Assert.That(await rude.ExitCodeAsync(), Is.EqualTo(1));

        await using var polite = await LspClient.InitializedAsync();
        await polite.AskAsync("shutdown", null);
        Assert.That(Code(await polite.ResponseAsync("textDocument/hover", new JsonObject())), Is.EqualTo(-32600));
        polite.Notify("exit", null);
        Assert.That(await polite.ExitCodeAsync(), Is.Zero);
    }

    [Test]
    public async Task Deep_nesting_and_compile_bombs_cost_their_time_only()
    {
        await using var client = await LspClient.InitializedAsync();
        var texts = new[]
        {
            "return " + new string('(', 12_000) + "\n",
            "var a = " + new string('!', 30_000) + "true;\nreturn Deny(\"a\");\n",
            "var a = " + string.Concat(Enumerable.Repeat("true?1:", 4_000)) + "2;\nreturn Deny(\"a\");\n",
            string.Concat(Enumerable.Repeat("if(true)", 3_900)) + "return Deny(\"a\");\n",
            "var a = " + string.Concat(Enumerable.Range(0, 300).Select(static i => $"F(x{i}=>")) + "1" + new string(')', 300)
                + ";\nT F<T>(Func<int,T> f)=>f(1);\nint F(Func<string,int> f)=>1;\nreturn Deny(\"a\");\n",
            "var a = " + string.Join('.', Enumerable.Repeat("a", 15_000)) + ";\nreturn Deny(\"a\");\n",
        };

        for (var i = 0; i < texts.Length; i++)
        {
            var uri = $"file:///policies/bomb{i}/policy.csx";
            client.Open(uri, texts[i]);
            Assert.That(await client.DiagnosticsAsync(uri), Is.Not.Empty, $"text {i}");
            await client.AtAsync("textDocument/completion", uri, 0, 8);
            await client.AtAsync("textDocument/hover", uri, 0, 8);
            await client.AskAsync("textDocument/formatting", new JsonObject { ["textDocument"] = new JsonObject { ["uri"] = uri } });
        }
        client.Open(Uri, "var x = Input.\nreturn Deny(\"a\");\n");

        Assert.That((await client.AtAsync("textDocument/completion", Uri, 0, 14))!["items"]!.AsArray(), Is.Not.Empty);
    }

    [Test]
    public async Task Hostile_tests_and_settings_cost_their_time_only()
    {
        await using var client = await LspClient.InitializedAsync();
        const string Settings = "file:///policies/hostile/settings.yaml";
        client.Open(Uri, "return Deny(\"a\");\n");
        foreach (var text in new[] { new string('[', 200_000), "a: &a [*a, *a]\n", string.Concat(Enumerable.Repeat("- ", 50_000)), "a: "
            + new string('{', 20_000), "\"" + new string('x', 500_000) })
        {
            client.Open(Tests, text);
            client.Open(Settings, text);
            Assert.That(await client.DiagnosticsAsync(Tests), Is.Not.Empty);
            Assert.That(await client.DiagnosticsAsync(Settings), Is.Not.Empty);
            await client.AtAsync("textDocument/completion", Tests, 0, 1000);
            foreach (var uri in new[] { Tests, Settings })
                client.Notify("textDocument/didClose", new JsonObject { ["textDocument"] = new JsonObject { ["uri"] = uri } });
        }

        client.Open(Tests, "now: 2026-03-01T12:00:00Z\n");
        Assert.That(await client.DiagnosticsAsync(Tests), Is.Not.Empty);
    }

    [Test]
    public async Task Cases_that_do_not_end_are_ended_and_harm_nothing_else()
    {
        await using var client = await LspClient.InitializedAsync();
        client.Open(Uri, "var i = 0;\nwhile (true) { i = i == 5 ? 0 : i + 1; }\nreturn Deny(\"a\");\n");
        client.Open(Tests, OneCase);

        var result =
            await client.AskAsync("workspace/executeCommand",
            new JsonObject { ["command"] = "argos.runTests", ["arguments"] = new JsonArray(Uri) });

        // The budget of an evaluation ends it: the case fails, and says so.
        Assert.That(result!["failed"]!.GetValue<int>() + result["problems"]!.AsArray().Count, Is.GreaterThan(0));
        client.Change(Uri, 2, new JsonObject { ["text"] = "// argos:ignore ARG1002 a test\nreturn Allow();\n" });
        result =
            await client.AskAsync("workspace/executeCommand",
            new JsonObject { ["command"] = "argos.runTests", ["arguments"] = new JsonArray(Uri) });
        Assert.That(result!["passed"]!.GetValue<int>(), Is.EqualTo(1));
    }

    [Test]
    public async Task Flood_of_requests_is_answered_or_refused_and_cancelled_ones_say_so()
    {
        await using var client = await LspClient.InitializedAsync();
        client.Open(Uri, "var x = Input.\nreturn Deny(\"a\");\n");
        var place =
            new JsonObject
            {
                ["textDocument"] = new JsonObject { ["uri"] = Uri },
                ["position"] = new JsonObject { ["line"] = 0, ["character"] = 14 }
            };

        var ids = Enumerable.Range(0, 300).Select(_ => client.Begin("textDocument/completion", place.DeepClone())).ToArray();
        foreach (var id in ids.Take(50)) client.Notify("$/cancelRequest", new JsonObject { ["id"] = id });
        var responses = await Task.WhenAll(ids.Select(client.EndAsync));

        var codes = responses.Where(static r => r["error"] is not null).Select(Code).Distinct().ToArray();
        Assert.That(codes, Is.SubsetOf(new[] { -32800, -32802, -32603 }));
        Assert.That(responses.Count(static r => r["result"] is not null), Is.GreaterThan(0));
        Assert.That((await client.AtAsync("textDocument/completion", Uri, 0, 14))!["items"]!.AsArray(), Is.Not.Empty);
    }

    [Test]
    public async Task Diagnostics_that_another_change_overtakes_arrive_whole_or_not_at_all()
    {
        await using var client = await LspClient.InitializedAsync();
        client.Open(Uri, "return Deny(\"a\");\n");
        // Each has two hundred diagnostics, and the next change comes while they are sent.
        client.Open(Tests, "now: 2026-03-01T12:00:00Z\n");
        const int Changes = 60;

        for (var version = 2; version <= Changes; version++)
        {
            var cases = string.Concat(Enumerable.Range(0, 400).Select(i => $"  - name: a{i}\n    wrong{version}: {i}\n"));
            client.Change(Tests, version, new JsonObject { ["text"] = "now: 2026-03-01T12:00:00Z\nbase: {}\ncases:\n" + cases });
            if (version % 6 == 0) await client.AtAsync("textDocument/hover", Tests, 0, 0);
        }

        Assert.That(await client.DiagnosticsAsync(Tests, Changes), Has.Count.EqualTo(200));
    }

    [Test]
    public async Task Documents_are_bounded_in_number_and_size()
    {
        await using var client = await LspClient.InitializedAsync();
        client.Open(Uri, new string('x', 2 * 1024 * 1024));
        var found = await client.DiagnosticsAsync(Uri);
        Assert.That(found[0]!["message"]!.GetValue<string>(), Is.EqualTo("the file is too large to be looked at"));

        for (var i = 0; i < 3000; i++) client.Open($"file:///policies/many/{i}.txt", "x");
        client.Open("file:///policies/one-more/policy.csx", "return");

        // The one over the limit is not known; the server goes on.
        Assert.That(await client.AtAsync("textDocument/hover", "file:///policies/one-more/policy.csx", 0, 0), Is.Null);
        client.Change(Uri, 2, new JsonObject { ["text"] = "return Deny(\"a\");\n" });
        Assert.That(await client.DiagnosticsAsync(Uri, 2), Is.Empty);
    }

    private static int Code(JsonObject response) => response["error"]!["code"]!.GetValue<int>();
}
