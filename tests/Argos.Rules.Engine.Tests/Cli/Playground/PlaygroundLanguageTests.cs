using System.Net;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Argos.Rules.Cli.Playground;

namespace Argos.Rules.Engine.Tests.Cli.Playground;

/// <summary>The language server of a page, and pages that mean it harm.</summary>
internal sealed class PlaygroundLanguageTests
{
    private const string Folder = "playground:/teams/";
    private const string Policy = Folder + "policy.csx";

    [Test]
    public async Task Policy_is_looked_at_while_it_is_typed()
    {
        await using var run = await PlaygroundRun.EnteredAsync();
        using var page = await PageSocket.InitializedAsync(run);

        await page.OpenAsync(Policy, "return Allow();\n");
        Assert.That((await page.DiagnosticsAsync(Policy))[0]!["code"]!.GetValue<string>(), Is.EqualTo("ARG1002"));
        await page.NotifyAsync("textDocument/didChange", new JsonObject
        {
            ["textDocument"] = new JsonObject { ["uri"] = Policy, ["version"] = 2 },
            ["contentChanges"] = new JsonArray(new JsonObject { ["text"] = "return Deny(Input.Domian);\n" }),
        });

        Assert.That((await page.DiagnosticsAsync(Policy))[0]!["message"]!.GetValue<string>(), Does.Contain("did you mean `Domain`?"));
    }

    [Test]
    public async Task Members_are_completed_and_explained()
    {
        const string Text = "return Deny(Input.Domain);\n";
        await using var run = await PlaygroundRun.EnteredAsync();
        using var page = await PageSocket.InitializedAsync(run);
        await page.OpenAsync(Policy, Text);
        var member = Text.IndexOf("Domain", StringComparison.Ordinal);

        var list = await page.AtAsync("textDocument/completion", Policy, 0, member);
        var service = list!["items"]!.AsArray().Single(static item => item!["label"]!.GetValue<string>() == "Service")!;
        var hover = await page.AtAsync("textDocument/hover", Policy, 0, member + 1);

        Assert.That(service["documentation"]!["value"]!.GetValue<string>(), Is.Not.Empty);
        Assert.That(hover!["contents"]!["value"]!.GetValue<string>(), Does.Contain("Domain"));
    }

    [TestCase("tests.yaml", "now: 2026-03-01T12:00:00Z\ncases:\n  - nme: a\n    expect: {outcome: allowed}\n", 2)]
    [TestCase("settings.yaml", "team: a\nteam: b\n", 1)]
    [TestCase("input.yaml", "provider: x\n\nprovider: y\n", 2)]
    [TestCase("input.yaml", "just words\n", 0)]
    [TestCase("data.yaml", "teams: [shop]\na//b: 1\n", 1)]
    [TestCase("data.yaml", "- 1\n", 0)]
    [TestCase("facts.yaml", "dns: {}\ndns: {}\n", 1)]
    public async Task Finding_is_placed_in_its_own_document_where_it_stands(string file, string text, int line)
    {
        await using var run = await PlaygroundRun.EnteredAsync();
        using var page = await PageSocket.InitializedAsync(run);
        await page.OpenAsync(Policy, CliRun.Policy);

        await page.OpenAsync(Folder + file, text);
        var found = await page.DiagnosticsAsync(Folder + file);

        var lines = found.Select(static one => one!["range"]!["start"]!["line"]!.GetValue<int>());
        Assert.That(lines, Does.Contain(line), found.ToJsonString());
        Assert.That(await page.DiagnosticsAsync(Policy), Is.Empty);
    }

    [Test]
    public async Task No_file_is_looked_at_whatever_a_document_calls_itself()
    {
        using var files = new CliRun().Write("policy.csx", CliRun.Policy);
        var tests = new Uri(Path.Combine(files.Folder, "tests.yaml")).AbsoluteUri;
        await using var run = await PlaygroundRun.EnteredAsync();
        using var page = await PageSocket.InitializedAsync(run);

        await page.OpenAsync(tests, "nme: a\n");

        Assert.That(await page.DiagnosticsAsync(tests), Is.Empty, "without a policy beside it, it is no document of ours");
    }

    [TestCase("input.yaml", "")]
    [TestCase("input.yaml", """{"provider": "test.one", "attributes": {}}""")]
    [TestCase("data.yaml", "teams: [shop]\n/kubernetes/keys: {}\n")]
    [TestCase("facts.yaml", "dns: {host.example.com: [10.1.2.3]}\n")]
    public async Task Document_that_can_be_read_has_no_finding(string file, string text)
    {
        await using var run = await PlaygroundRun.EnteredAsync();
        using var page = await PageSocket.InitializedAsync(run);

        await page.OpenAsync(Folder + file, text);

        Assert.That(await page.DiagnosticsAsync(Folder + file), Is.Empty);
    }

    [TestCase("Cookie", "", HttpStatusCode.Unauthorized)]
    [TestCase("Cookie", "argos-playground-1=guessed", HttpStatusCode.Unauthorized)]
    [TestCase("Origin", "", HttpStatusCode.Forbidden)]
    [TestCase("Origin", "null", HttpStatusCode.Forbidden)]
    [TestCase("Origin", "http://evil.example.com", HttpStatusCode.Forbidden)]
    [TestCase("Origin", "http://127.0.0.1", HttpStatusCode.Forbidden)]
    [TestCase("Host", "evil.example.com", HttpStatusCode.MisdirectedRequest)]
    public async Task Nobody_but_the_page_gets_a_language_server(string header, string value, HttpStatusCode status)
    {
        await using var run = await PlaygroundRun.EnteredAsync();

        using var page = await PageSocket.ConnectAsync(run, header, value);

        Assert.That(page.Status, Is.EqualTo(status));
    }

    [Test]
    public async Task Request_that_is_no_web_socket_is_told_so()
    {
        await using var run = await PlaygroundRun.EnteredAsync();

        Assert.That(await run.StatusAsync(run.Get("/api/language")), Is.EqualTo(HttpStatusCode.UpgradeRequired));
    }

    [TestCase("{")]
    [TestCase("")]
    [TestCase("Content-Length: 2\r\n\r\n{}")]
    public async Task Message_that_is_not_json_is_refused_and_the_next_one_is_taken(string text)
    {
        await using var run = await PlaygroundRun.EnteredAsync();
        using var page = await PageSocket.ConnectAsync(run);

        await page.SendAsync(text);

        Assert.That((await page.HeardAsync(static _ => true))["error"]!["code"]!.GetValue<int>(), Is.EqualTo(-32700));
        Assert.That(await page.AskAsync("initialize", []), Is.Not.Null);
    }

    [Test]
    public async Task Message_that_is_too_large_ends_the_server_of_its_page_and_no_other()
    {
        await using var run = await PlaygroundRun.EnteredAsync();
        using var other = await PageSocket.InitializedAsync(run);
        using var page = await PageSocket.InitializedAsync(run);

        await page.SendAsync(new string(' ', PlaygroundLimits.BodyBytes + 1));

        Assert.That(await page.ClosedAsync(), Is.EqualTo(WebSocketCloseStatus.MessageTooBig));
        await other.OpenAsync(Policy, CliRun.Policy);
        Assert.That(await other.DiagnosticsAsync(Policy), Is.Empty);
    }

    [Test]
    public async Task Message_in_pieces_without_end_is_ended()
    {
        await using var run = await PlaygroundRun.EnteredAsync();
        using var page = await PageSocket.InitializedAsync(run);

        for (var i = 0; i < 4096; i++) await page.SendAsync("", isWhole: false);

        Assert.That(await page.ClosedAsync(), Is.EqualTo(WebSocketCloseStatus.MessageTooBig));
    }

    [Test]
    public async Task Message_that_is_no_text_ends_the_server()
    {
        await using var run = await PlaygroundRun.EnteredAsync();
        using var page = await PageSocket.InitializedAsync(run);

        await page.SendAsync("{}", WebSocketMessageType.Binary);

        Assert.That(await page.ClosedAsync(), Is.EqualTo(WebSocketCloseStatus.InvalidMessageType));
    }

    [Test]
    public async Task Page_that_never_stops_is_ended()
    {
        await using var run = await PlaygroundRun.EnteredAsync();
        using var page = await PageSocket.ConnectAsync(run);

        for (var i = 0; i <= PlaygroundLimits.MessagesPerMinute; i++) await page.NotifyAsync("nothing", []);

        Assert.That(await page.ClosedAsync(), Is.EqualTo(WebSocketCloseStatus.PolicyViolation));
    }

    [Test]
    public async Task One_page_too_many_is_told_so_and_has_its_server_when_another_has_gone()
    {
        await using var run = await PlaygroundRun.EnteredAsync();
        var pages = new List<PageSocket>();
        for (var i = 0; i < PlaygroundLimits.LanguageServers; i++) pages.Add(await PageSocket.InitializedAsync(run));

        using var refused = await PageSocket.ConnectAsync(run);
        Assert.That(await refused.ClosedAsync(), Is.EqualTo(WebSocketCloseStatus.PolicyViolation));
        Assert.That(refused.Socket.CloseStatusDescription, Does.Contain("close one"));
        await pages[0].Socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        using var next = await NextAsync(run);

        Assert.That(await next.AskAsync("initialize", []), Is.Not.Null);
        foreach (var page in pages) page.Dispose();
    }

    [Test]
    public async Task Server_of_a_page_ends_with_the_playground()
    {
        await using var run = await PlaygroundRun.EnteredAsync();
        using var page = await PageSocket.InitializedAsync(run);

        await run.Server.DisposeAsync();

        // It says so, or is cut off; it does not stay.
        try
        {
            await page.ClosedAsync();
        }
        catch (WebSocketException)
        {
            // Cut off.
        }
        Assert.That(page.Socket.State, Is.Not.EqualTo(WebSocketState.Open));
    }

    /// <summary>A page that is let in. The server may not have seen yet that another one has gone.</summary>
    private static async Task<PageSocket> NextAsync(PlaygroundRun run)
    {
        while (true)
        {
            var page = await PageSocket.ConnectAsync(run);
            await page.SendAsync("{");
            try
            {
                await page.HeardAsync(static _ => true);
                return page;
            }
            catch (AssertionException)
            {
                page.Dispose();
            }
        }
    }
}
