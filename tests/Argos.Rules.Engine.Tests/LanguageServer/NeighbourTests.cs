using System.Text.Json.Nodes;
using Argos.Rules.Engine.Tests.Cli;

namespace Argos.Rules.Engine.Tests.LanguageServer;

/// <summary>Policies, tests and settings of a folder are about each other, and about nothing elsewhere.</summary>
internal sealed class NeighbourTests : LspFixture
{
    private const string Issuer =
        "// ---\n// settings:\n//   issuer: {type: text}\n// ---\nreturn Deny(Settings.Text(\"issuer\") ?? \"a\");\n";
    private const string Audience =
        "// ---\n// settings:\n//   audience: {type: text}\n// ---\nreturn Deny(Settings.Text(\"audience\") ?? \"a\");\n";

    private static string Settings => Folder + "/settings.yaml";

    [TestCase(".vscode/settings.json", "{\"editor.formatOnSave\": tru")]
    [TestCase("settings.json", "{\"issuer\": 7}")]
    [TestCase("settings.yaml", "- a\n- b\n")]
    [TestCase("tests.yaml", "- name: a\n  hosts: all\n")]
    [TestCase("other.tests.yaml", "- name: a\n")]
    public async Task File_that_is_only_called_like_ours_is_another_programs(string name, string text)
    {
        var uri = Folder + "/elsewhere/" + name;
        Client.Open(Uri, Issuer);
        Client.Open(uri, text);

        Assert.That(await Client.DiagnosticsAsync(uri), Is.Empty);
        Assert.That(await Client.AtAsync("textDocument/completion", uri, 0, 1), Is.Null);
        Assert.That(await Client.AskAsync("textDocument/codeLens",
            new JsonObject { ["textDocument"] = new JsonObject { ["uri"] = uri } }), Is.Null);
        Close(uri);
    }

    [Test]
    public async Task Settings_are_ours_while_a_policy_is_beside_them()
    {
        Client.Open(Settings, "audience: a\n");
        Assert.That(await Client.DiagnosticsAsync(Settings), Is.Empty);

        Client.Open(Uri, Issuer);
        Assert.That(Short(await HeardAsync(Settings, static d => d.Count > 0)), Is.EqualTo(new[] { "0:0-8 1 settings-invalid" }));

        Close(Uri);
        await HeardAsync(Settings, static d => d.Count == 0);
        Close(Settings);
    }

    [Test]
    public async Task Change_of_a_policy_checks_settings_and_tests_again()
    {
        Client.Open(Uri, Issuer);
        Client.Open(Settings, "audience: a\n");
        Client.Open(Tests, "now: 2026-03-01T12:00:00Z\nsettings:\n  test.one: {audience: a}\nbase: {provider: test.one, domain: a, "
            + "service: b, attestation: x}\ncases:\n  - name: one\n    expect: {codes: [a]}\n");
        Assert.That(Short(await HeardAsync(Settings, static d => d.Count > 0)), Is.EqualTo(new[] { "0:0-8 1 settings-invalid" }));
        Assert.That(await HeardAsync(Tests, static d => d.Count > 0), Is.Not.Empty);

        Client.Change(Uri, 2, new JsonObject { ["text"] = Audience });

        await HeardAsync(Settings, static d => d.Count == 0);
        await HeardAsync(Tests, static d => d.Count == 0);
        Close(Settings);
    }

    [Test]
    public async Task Change_of_tests_and_settings_checks_the_policy_again()
    {
        Client.Open(Uri, "return Deny(Input.Domian);\n");
        await Client.DiagnosticsAsync(Uri);

        Client.Open(Tests, CliRun.Tests);
        Assert.That(Short(await Client.DiagnosticsAsync(Uri)), Is.EqualTo(new[] { "0:18-24 1 CS1061" }));
        Client.Open(Settings, "audience: a\n");
        Assert.That(Short(await Client.DiagnosticsAsync(Uri)), Is.EqualTo(new[] { "0:18-24 1 CS1061" }));
        Close(Settings);
    }

    [Test]
    public async Task Change_on_disk_checks_what_is_open_beside_it()
    {
        var folder = Directory.CreateTempSubdirectory("argos-lsp-");
        try
        {
            var policy = Path.Combine(folder.FullName, "policy.csx");
            var (policyUri, settings) = (new Uri(policy).AbsoluteUri, new Uri(Path.Combine(folder.FullName, "settings.yaml")).AbsoluteUri);
            await File.WriteAllTextAsync(policy, Issuer);
            Client.Open(settings, "audience: a\n");
            Assert.That(Short(await Client.DiagnosticsAsync(settings)), Is.EqualTo(new[] { "0:0-8 1 settings-invalid" }));

            await File.WriteAllTextAsync(policy, Audience);
            Client.Notify("workspace/didChangeWatchedFiles",
                new JsonObject { ["changes"] = new JsonArray(new JsonObject { ["uri"] = policyUri, ["type"] = 2 }) });

            Assert.That(await Client.DiagnosticsAsync(settings), Is.Empty);
            await File.WriteAllBytesAsync(policy, [0xC3]);
            Client.Notify("workspace/didChangeWatchedFiles",
                new JsonObject { ["changes"] = new JsonArray(new JsonObject { ["uri"] = policyUri, ["type"] = 2 }) });
            Assert.That(Short(await Client.DiagnosticsAsync(settings)), Is.EqualTo(new[] { "0:0-0 3 not-checked" }));
            Close(settings);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Test]
    public async Task Failed_cases_of_texts_that_have_changed_are_not_shown()
    {
        var failing = CliRun.Tests.Replace("codes: [service-reserved]", "codes: [other]", StringComparison.Ordinal);
        Client.Open(Uri, CliRun.Policy);
        Client.Open(Tests, failing);
        await Client.DiagnosticsAsync(Tests);

        foreach (var (uri, version, text) in new[] { (Tests, 2, "# changed\n" + failing), (Uri, 2, CliRun.Policy + "\n") })
        {
            var run = Client.Begin("workspace/executeCommand",
                new JsonObject { ["command"] = "argos.runTests", ["arguments"] = new JsonArray(Tests) });
            Client.Change(uri, version, new JsonObject { ["text"] = text });
            Assert.That((await Client.EndAsync(run))["result"]!["failed"]!.GetValue<int>(), Is.EqualTo(1));

            // What was run is shown before the run's response is awaited here, or never: the next check has nothing of it.
            Client.Change(Tests, version + 1, new JsonObject { ["text"] = "# again\n" + failing });
            for (var found = ""; found != "again";)
            {
                var next = await Client.HeardAsync("textDocument/publishDiagnostics", static p => p["uri"]!.GetValue<string>() == Tests);
                Assert.That(Short(next["diagnostics"]!.AsArray()), Is.Empty, next.ToJsonString());
                found = next["version"]!.GetValue<int>() == version + 1 ? "again" : "";
            }
        }
    }

    private async Task<JsonArray> HeardAsync(string uri, Func<JsonArray, bool> fits) =>
        (await Client.HeardAsync("textDocument/publishDiagnostics", p => p["uri"]!.GetValue<string>() == uri
            && fits(p["diagnostics"]!.AsArray())))["diagnostics"]!.AsArray();

    private void Close(string uri) =>
        Client.Notify("textDocument/didClose", new JsonObject { ["textDocument"] = new JsonObject { ["uri"] = uri } });
}
