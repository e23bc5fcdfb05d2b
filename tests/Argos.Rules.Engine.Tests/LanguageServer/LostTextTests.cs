using System.Text;
using System.Text.Json.Nodes;
using Argos.Rules.Engine.Tests.Cli;

namespace Argos.Rules.Engine.Tests.LanguageServer;

/// <summary>
/// A change that does not arrive whole leaves a text that the author does not see: nothing is said of it, until it comes whole.
/// </summary>
internal sealed class LostTextTests : LspFixture
{
    private const string Good = "return Deny(Input.Domian);\n";
    private const string Lost = "what was typed did not arrive whole";

    private static string Other => Folder + "/other.csx";

    private static IEnumerable<TestCaseData> Unusable()
    {
        yield return Case("null", "no list of changes");
        yield return Case("""[{"text": 7}]""", "a text that is none");
        yield return Case("""[{"text": "\ud83d"}]""", "half a character");
        yield return Case("""[{"text": "a", "range": {"start": {"line": 0, "character": 5}, "end": {"line": 0, "character": 1}}}]""",
            "reversed");
        yield return Case("""[{"text": "a", "range": {"start": {"line": -1, "character": 0}, "end": {"line": 0, "character": 1}}}]""",
            "negative");
        yield return Case("""[{"text": "a", "range": {"start": {"line": 0.5, "character": 0}, "end": {"line": 1, "character": 1}}}]""",
            "half a line");
        yield return Case("""[{"text": "a", "range": 1}]""", "a range that is none");
        yield return Case("""[{"text": "return Deny(\"a\");\n"}, {"text": "a", "range": {}}]""", "the second of two");

        static TestCaseData Case(string changes, string name) => new TestCaseData(changes).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Unusable))]
    public async Task Change_that_cannot_be_used_makes_the_text_unknown(string changes)
    {
        await OpenAsync();

        Send($$$"""{"textDocument": {"uri": "{{{Uri}}}", "version": 2}, "contentChanges": {{{changes}}}}""");

        await ExpectLostAsync(2);
        Client.Change(Uri, 3, new JsonObject { ["text"] = Good });
        Assert.That(Short(await Client.DiagnosticsAsync(Uri, 3)), Is.EqualTo(new[] { "0:18-24 1 CS1061" }));
        Assert.That(await FormattedAsync(Uri), Is.Not.Null);
    }

    [Test]
    public async Task Change_that_is_too_large_makes_its_text_unknown_and_no_other()
    {
        await OpenAsync();
        Client.Open(Other, Good);
        await Client.DiagnosticsAsync(Other);

        Client.Change(Uri, 2, new JsonObject { ["text"] = new string('x', 9 * 1024 * 1024) });

        await ExpectLostAsync(1);
        Assert.That(await Client.AtAsync("textDocument/completion", Other, 0, 18), Is.Not.Null);
        Client.Open(Uri, Good);
        Assert.That(Short(await HeardAsync(Uri, static found => !IsLost(found))), Is.EqualTo(new[] { "0:18-24 1 CS1061" }));
        Close(Other);
    }

    [Test]
    public async Task Message_that_says_nothing_makes_all_texts_unknown()
    {
        await OpenAsync();
        Client.Open(Other, Good);
        await Client.DiagnosticsAsync(Other);

        Client.Send("{\"jsonrpc\":\"2.0\",");

        await ExpectLostAsync(1);
        await HeardAsync(Other, IsLost);
        Close(Other);
    }

    [Test]
    public async Task Message_of_another_kind_that_cannot_be_read_costs_no_text()
    {
        await OpenAsync();

        Client.Send("{\"jsonrpc\":\"2.0\",\"id\":\"broken\",\"method\":\"textDocument/hover\",\"params\":{{");

        // What was refused without an id is of the tests before.
        var refused = await Client.Unasked.Reader.ReadAsync();
        while (refused["id"] is null) refused = await Client.Unasked.Reader.ReadAsync();
        Assert.That(refused["id"]!.GetValue<string>(), Is.EqualTo("broken"));
        Assert.That(refused["error"]!["code"]!.GetValue<int>(), Is.EqualTo(-32700));
        Assert.That(await Client.AtAsync("textDocument/completion", Uri, 0, 18), Is.Not.Null);
    }

    [Test]
    public async Task Change_with_an_id_is_refused_and_its_text_unknown()
    {
        await OpenAsync();

        var id = Client.Begin("textDocument/didChange", JsonNode.Parse(
            $$$"""{"textDocument": {"uri": "{{{Uri}}}", "version": 2}, "contentChanges": [{"text": "a"}]}"""));

        Assert.That((await Client.EndAsync(id))["error"]!["code"]!.GetValue<int>(), Is.EqualTo(-32600));
        await ExpectLostAsync(1);
    }

    [Test]
    public async Task Text_that_cannot_be_read_is_unknown_from_the_beginning()
    {
        Send($$$"""{"textDocument": {"uri": "{{{Uri}}}", "version": 4, "languageId": "csharp", "text": "\ud83d"}}""",
            "textDocument/didOpen");

        Assert.That(IsLost(await Client.DiagnosticsAsync(Uri, 4)), Is.True);
    }

    [Test]
    public async Task What_stands_beside_an_unknown_policy_is_not_compared_with_it()
    {
        await OpenAsync();
        Client.Open(Tests, CliRun.Tests);
        Assert.That(await Client.DiagnosticsAsync(Tests), Is.Empty);

        Send($$$"""{"textDocument": {"uri": "{{{Uri}}}", "version": 2}, "contentChanges": null}""");

        var found = await HeardAsync(Tests, static d => d.Count > 0);
        Assert.That(Short(found), Is.EqualTo(new[] { "0:0-0 3 not-checked" }));
        Assert.That(found[0]!["message"]!.GetValue<string>(), Does.Contain("policy.csx beside it").And.Contain(Lost));
        var run = await Client.ResponseAsync("workspace/executeCommand",
            new JsonObject { ["command"] = "argos.runTests", ["arguments"] = new JsonArray(Tests) });
        Assert.That(run["error"]!["message"]!.GetValue<string>(), Does.StartWith("policy.csx: " + Lost));
    }

    private async Task OpenAsync()
    {
        Client.Open(Uri, Good);
        Assert.That(Short(await Client.DiagnosticsAsync(Uri)), Is.EqualTo(new[] { "0:18-24 1 CS1061" }));
        Assert.That(await Client.AtAsync("textDocument/completion", Uri, 0, 18), Is.Not.Null);
    }

    private async Task ExpectLostAsync(int version)
    {
        var found = await HeardAsync(Uri, IsLost, version);
        Assert.That(Short(found), Is.EqualTo(new[] { "0:0-0 1 file" }));
        var said = await Client.HeardAsync("window/showMessage", static _ => true);
        Assert.That(said["message"]!.GetValue<string>(), Does.Contain(Lost).And.Contain("policy.csx"));
        Assert.That(await Client.AtAsync("textDocument/completion", Uri, 0, 18), Is.Null);
        Assert.That(await Client.AtAsync("textDocument/hover", Uri, 0, 18), Is.Null);
        Assert.That(await FormattedAsync(Uri), Is.Null);
    }

    private async Task<JsonArray> HeardAsync(string uri, Func<JsonArray, bool> fits, int? version = null) =>
        (await Client.HeardAsync("textDocument/publishDiagnostics", p => p["uri"]!.GetValue<string>() == uri
            && (version is null || p["version"]?.GetValue<int>() == version) && fits(p["diagnostics"]!.AsArray())))
            ["diagnostics"]!.AsArray();

    private static bool IsLost(JsonArray found) =>
        found is [{ } only] && only["message"]!.GetValue<string>().StartsWith(Lost, StringComparison.Ordinal);

    private Task<JsonNode?> FormattedAsync(string uri) => Client.AskAsync("textDocument/formatting",
        new JsonObject { ["textDocument"] = new JsonObject { ["uri"] = uri }, ["options"] = new JsonObject() });

    private void Close(string uri) =>
        Client.Notify("textDocument/didClose", new JsonObject { ["textDocument"] = new JsonObject { ["uri"] = uri } });

    /// <summary>Sends a notification as it is written: what no JSON library would write.</summary>
    private void Send(string parameters, string method = "textDocument/didChange") =>
        Client.Send(new StringBuilder("{\"jsonrpc\":\"2.0\",\"method\":\"").Append(method).Append("\",\"params\":").Append(parameters)
            .Append('}').ToString());
}
