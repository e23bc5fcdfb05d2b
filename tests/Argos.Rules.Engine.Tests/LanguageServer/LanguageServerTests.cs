using System.Text.Json.Nodes;
using Argos.Rules.Engine.Tests.Cli;

namespace Argos.Rules.Engine.Tests.LanguageServer;

/// <summary>Every feature of `argos lsp`, asked by a scripted editor of the real process.</summary>
internal sealed class LanguageServerTests : LspFixture
{

    private const string Policy = """
        // ---
        // title: Small teams
        // providers: ["test.*"]
        // settings:
        //   issuer: {type: text, required: true, help: "the issuer"}
        // ---
        var team = Data["teams"];
        bool Small(int most) => team.Count < most;
        if (!Small(9)) return Deny("team-large", Input.Domain);
        if (Settings.Text("issuer") == "no") return Deny("issuer-foreign");
        return Allow(certExpiryMinutes: 60);

        """;

    [Test]
    public async Task Initialize_says_what_the_server_can()
    {
        await using var other = LspClient.Start();

        var result = await other.AskAsync("initialize", new JsonObject());

        Assert.That(result!["capabilities"]!["textDocumentSync"]!["change"]!.GetValue<int>(), Is.EqualTo(2));
        Assert.That(result["capabilities"]!["executeCommandProvider"]!["commands"]!.AsArray().Select(static c => c!.GetValue<string>()),
            Is.EqualTo(new[] { "argos.runCase", "argos.runTests" }));
        Assert.That(result["serverInfo"]!["name"]!.GetValue<string>(), Is.EqualTo("argos lsp"));
    }

    [Test]
    public async Task Diagnostics_are_those_of_check_and_follow_what_is_typed()
    {
        Client.Open(Uri, "return Deny(Input.Domian);\n");
        var found = await Client.DiagnosticsAsync(Uri);
        Assert.That(Short(found), Is.EqualTo(new[] { "0:18-24 1 CS1061" }));
        Assert.That(found[0]!["message"]!.GetValue<string>(), Does.Contain("did you mean `Domain`?"));
        Assert.That(found[0]!["source"]!.GetValue<string>(), Is.EqualTo("argos"));

        // Incremental: the misspelt name alone, and a line before it, in one message.
        Client.Change(Uri, 2, Edit(0, 18, 0, 24, "Domain"), Edit(0, 0, 0, 0, "// first\n"));

        Assert.That(Short(await Client.DiagnosticsAsync(Uri, 2)), Is.Empty);
        Client.Change(Uri, 3, new JsonObject { ["text"] = "return Allow();\n" });
        Assert.That(Short(await Client.DiagnosticsAsync(Uri, 3)), Is.EqualTo(new[] { "0:7-12 2 ARG1002" }));
    }

    [Test]
    public async Task Diagnostics_of_tests_have_the_places_of_their_reader()
    {
        Client.Open(Uri, CliRun.Policy);
        Client.Open(Tests, CliRun.Tests.Replace("expect: {codes: [service-reserved]}", "expct: {codes: [service-reserved]}",
            StringComparison.Ordinal));

        var found = await Client.DiagnosticsAsync(Tests);

        Assert.That(Short(found), Is.EqualTo(new[] { "8:4-9 1 policy-tests" }));
        Assert.That(found[0]!["message"]!.GetValue<string>(), Does.StartWith("the key `expct` is unknown in a case"));
    }

    [Test]
    public async Task Diagnostics_of_settings_are_compared_with_the_policies_beside_them()
    {
        var settings = Folder + "/settings.yaml";
        Client.Open(Uri, Policy);
        Client.Open(settings, "issuer: https://a.example\nisuer: x\n");

        var found = await Client.DiagnosticsAsync(settings);

        Assert.That(Short(found), Is.EqualTo(new[] { "1:0-5 1 settings-invalid" }));
        Assert.That(found[0]!["message"]!.GetValue<string>(), Does.Contain("did you mean `issuer`?"));
        var items = await CompletedAsync(settings, 2, 0);
        Assert.That(items, Does.ContainKey("policies").And.Not.ContainKey("issuer"));
    }

    [Test]
    public async Task Completion_of_members_has_what_a_policy_may_use_and_no_more()
    {
        Client.Open(Uri, "var x = Input.\nreturn Deny(\"a\");\n");

        var items = await CompletedAsync(Uri, 0, 14);

        Assert.That(items, Does.ContainKey("Domain").And.ContainKey("SanDns").And.Not.ContainKey("GetHashCode").And.Not.ContainKey(
            "GetType"));
        Assert.That(items["Domain"]["detail"]!.GetValue<string>(), Is.EqualTo("string Domain"));
        Assert.That(items["Domain"]["documentation"]!["value"]!.GetValue<string>(), Is.Not.Empty);
    }

    [Test]
    public async Task Completion_of_members_within_a_call_and_behind_a_question_mark()
    {
        Client.Open(Uri, "var pod = Pods.Find(\"a\", \"b\");\nif (pod?.Ph == \"x\") return Deny(\"a\", Input.San);\nreturn Deny(\"b\");\n");

        Assert.That(await CompletedAsync(Uri, 1, 11), Does.ContainKey("Phase"));
        Assert.That(await CompletedAsync(Uri, 1, 46), Does.ContainKey("SanDns").And.ContainKey("SanIps").Or.ContainKey("SanIp"));
    }

    [Test]
    public async Task Completion_of_names_has_variables_globals_types_and_keywords()
    {
        Client.Open(Uri, "var team = Data[\"teams\"];\n\nreturn Deny(\"a\");\n");

        var items = await CompletedAsync(Uri, 1, 0);

        Assert.That(items, Does.ContainKey("team").And.ContainKey("Input").And.ContainKey("Deny").And.ContainKey("List").And.ContainKey(
            "foreach"));
        Assert.That(items, Does.Not.ContainKey("Console").And.Not.ContainKey("System").And.Not.ContainKey("Type"));
    }

    [Test]
    public async Task Completion_of_arguments_and_settings_names()
    {
        Client.Open(Uri, Policy.Replace("Settings.Text(\"issuer\")", "Settings.Text(\"\")", StringComparison.Ordinal));

        Assert.That(await CompletedAsync(Uri, 9, 19), Does.ContainKey("issuer").And.Not.ContainKey("Input"));
        Assert.That(await CompletedAsync(Uri, 10, 13), Does.ContainKey("certExpiryMinutes:"));
    }

    [Test]
    public async Task Completion_of_the_front_matter()
    {
        Client.Open(Uri, Policy.Replace("// title: Small teams\n", "// mode: \n// \n", StringComparison.Ordinal));

        Assert.That((await CompletedAsync(Uri, 1, 9)).Keys, Is.EquivalentTo(new[] { "enforce", "shadow" }));
        Assert.That((await CompletedAsync(Uri, 2, 3)).Keys, Is.EquivalentTo(new[] { "title" }));
        Assert.That(await CompletedAsync(Uri, 5, 42), Does.ContainKey("default").And.Not.ContainKey("type"));
    }

    [Test]
    public async Task Completion_of_tests_follows_their_schema()
    {
        Client.Open(Uri, Policy);
        Client.Open(Tests, "now: 2026-03-01T12:00:00Z\nsettings:\n  test.one:\n    \nbase: {provider: test.one, dom\ncases:\n  - name: "
            + "a\n    \n    expect: {outcome: \n  - name: b\n    with:\n      attestation:\n        token: {\n          key: k, cl\n");

        Assert.That((await CompletedAsync(Tests, 3, 4)).Keys, Does.Contain("issuer").And.Contain("policies"));
        Assert.That((await CompletedAsync(Tests, 4, 30)).Keys, Is.EquivalentTo(new[] { "domain", "service", "attestation", "attributes" }));
        Assert.That((await CompletedAsync(Tests, 7, 4)).Keys,
            Does.Contain("with").And.Contain("operation").And.Not.Contain("name").And.Not.Contain("expect"));
        Assert.That((await CompletedAsync(Tests, 8, 22)).Keys, Is.EquivalentTo(new[] { "allowed", "denied", "undecided" }));
        Assert.That((await CompletedAsync(Tests, 13, 20)).Keys, Is.EquivalentTo(new[] { "header", "claims" }));
    }

    [Test]
    public async Task Hover_has_signature_and_documentation()
    {
        Client.Open(Uri, Policy);

        Assert.That(Hovered(await Client.AtAsync("textDocument/hover", Uri, 8, 49)), Does.StartWith("```csharp\nstring Domain\n```\n\n"));
        Assert.That(Hovered(await Client.AtAsync("textDocument/hover", Uri, 10, 9)),
            Does.Contain("Allow(").And.Contain("- `certExpiryMinutes`"));
        Assert.That(Hovered(await Client.AtAsync("textDocument/hover", Uri, 9, 21)),
            Does.Contain("`issuer`: text, required\n\nthe issuer"));
        Assert.That(Hovered(await Client.AtAsync("textDocument/hover", Uri, 2, 5)), Does.Contain("globs over the provider's name"));
        Assert.That(await Client.AtAsync("textDocument/hover", Uri, 10, 0), Is.Null);
    }

    [Test]
    public async Task Signatures_name_the_parameter_that_is_written()
    {
        Client.Open(Uri, "return Deny(\"a\", );\n");

        var help = await Client.AtAsync("textDocument/signatureHelp", Uri, 0, 17);

        var active = help!["signatures"]![help["activeSignature"]!.GetValue<int>()]!;
        Assert.That(active["label"]!.GetValue<string>(), Does.Contain("Deny(string code, string"));
        Assert.That(help["activeParameter"]!.GetValue<int>(), Is.EqualTo(1));
        Assert.That(active["parameters"]![0]!["label"]!.GetValue<string>(), Is.EqualTo("string code"));
    }

    [Test]
    public async Task Definition_is_found_within_the_policy()
    {
        Client.Open(Uri, Policy);

        Assert.That(Place(await Client.AtAsync("textDocument/definition", Uri, 8, 6)), Is.EqualTo("7:5-10"));
        Assert.That(Place(await Client.AtAsync("textDocument/definition", Uri, 7, 26)), Is.EqualTo("6:4-8"));
        Assert.That(Place(await Client.AtAsync("textDocument/definition", Uri, 9, 21)), Is.EqualTo("4:5-11"));
        Assert.That(await Client.AtAsync("textDocument/definition", Uri, 8, 49), Is.Null);
    }

    [Test]
    public async Task Formatting_is_that_of_fmt()
    {
        Client.Open(Uri, "if (Input.Domain==\"a\")\n  return   Deny(\"a\");\nreturn Deny(\"b\");\n");

        var edits =
            await Client.AskAsync("textDocument/formatting",
            new JsonObject { ["textDocument"] = new JsonObject { ["uri"] = Uri }, ["options"] = new JsonObject() });

        Assert.That(edits!.AsArray(), Has.Count.EqualTo(1));
        Assert.That(edits[0]!["newText"]!.GetValue<string>(), Is.EqualTo("if (Input.Domain == \"a\")\n    return Deny(\"a\");\n"));
        Assert.That(edits[0]!["range"]!.ToJsonString(), Is.EqualTo("""{"start":{"line":0,"character":0},"end":{"line":2,"character":0}}"""));
    }

    [TestCase("return Deny(Input.Domian);\n", "Change to `Domain`", "return Deny(Input.Domain);\n")]
    [TestCase("return Deny(\"a\", Domain);\n", "Change to `Input.Domain`", "return Deny(\"a\", Input.Domain);\n")]
    [TestCase("if (Data[\"a\"].Bool == true) return Deny(\"a\");\nreturn Deny(\"b\");\n", "Change to `Flag`",
        "if (Data[\"a\"].Flag == true) return Deny(\"a\");\nreturn Deny(\"b\");\n")]
    [TestCase("if (Settings[\"a\"] == \"x\") return Deny(\"a\");\nreturn Deny(\"b\");\n", "Change to `Settings[\"a\"].Text == \"x\"`",
        "if (Settings[\"a\"].Text == \"x\") return Deny(\"a\");\nreturn Deny(\"b\");\n")]
    [TestCase("return Allow();\n", "Ignore ARG1002 here, with a reason",
        "// argos:ignore ARG1002 say why this is right here\nreturn Allow();\n")]
    public async Task Quick_fixes_write_what_the_diagnostic_says(string text, string title, string changed)
    {
        Client.Open(Uri, text);
        var found = await Client.DiagnosticsAsync(Uri);
        Assert.That(found, Is.Not.Empty);

        var actions = (await FixesAsync(Uri, found))!.AsArray();

        var action = actions.Single(a => a!["title"]!.GetValue<string>() == title)!;
        var edit = action["edit"]!["changes"]![Uri]![0]!;
        Client.Change(Uri, 2, new JsonObject { ["range"] = edit["range"]!.DeepClone(), ["text"] = edit["newText"]!.DeepClone() });
        Assert.That(Short(await Client.DiagnosticsAsync(Uri, 2)), Is.Not.EqualTo(Short(found)));
        Assert.That(Applied(text, edit), Is.EqualTo(changed));
    }

    [Test]
    public async Task Quick_fix_of_tests_changes_the_key()
    {
        Client.Open(Uri, CliRun.Policy);
        Client.Open(Tests, CliRun.Tests.Replace("expect: {codes", "expct: {codes", StringComparison.Ordinal));

        var actions = await FixesAsync(Tests, await Client.DiagnosticsAsync(Tests));

        Assert.That(actions![0]!["title"]!.GetValue<string>(), Is.EqualTo("Change to `expect`"));
    }

    [Test]
    public async Task Lenses_run_cases_and_what_failed_is_shown_there()
    {
        Client.Open(Uri, CliRun.Policy);
        Client.Open(Tests, CliRun.Tests.Replace("codes: [service-reserved]", "codes: [other]", StringComparison.Ordinal));
        await Client.DiagnosticsAsync(Tests);

        var lenses =
            (await Client.AskAsync("textDocument/codeLens",
            new JsonObject { ["textDocument"] = new JsonObject { ["uri"] = Tests } }))!.AsArray();
        Assert.That(lenses.Select(static l => $"{l!["range"]!["start"]!["line"]} {l["command"]!["title"]}"),
            Is.EqualTo(new[] { "0 Run 3 cases", "4 Run case", "6 Run case", "9 Run case" }));

        var all = await RunAsync(lenses[0]!["command"]!);
        Assert.That((all["passed"]!.GetValue<int>(), all["failed"]!.GetValue<int>()), Is.EqualTo((2, 1)));
        var said = await Client.HeardAsync("window/showMessage", static _ => true);
        Assert.That(said["message"]!.GetValue<string>(), Is.EqualTo("2 passed, 1 failed"));
        var found =
            (await Client.HeardAsync("textDocument/publishDiagnostics", static p => p["uri"]!.GetValue<string>() == Tests
            && p["diagnostics"]!.AsArray().Count > 0))["diagnostics"]!.AsArray();
        Assert.That(Short(found), Is.EqualTo(new[] { "6:4-30 1 test-failed" }));
        Assert.That(found[0]!["message"]!.GetValue<string>(), Does.Contain("codes: expected [other], got [service-reserved]"));

        var one = await RunAsync(lenses[1]!["command"]!);
        Assert.That((one["passed"]!.GetValue<int>(), one["failed"]!.GetValue<int>()), Is.EqualTo((1, 0)));
        Assert.That((await Client.HeardAsync("window/showMessage", static _ => true))["message"]!.GetValue<string>(),
            Is.EqualTo("passed: a known team"));
    }
}
