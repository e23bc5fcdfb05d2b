using System.Text.Json.Nodes;
using Argos.Rules.Engine.Tests.Cli;

namespace Argos.Rules.Engine.Tests.LanguageServer;

/// <summary>Places are UTF-16 code units of lines that LF, CRLF or CR ends, whoever has read the text.</summary>
internal sealed class PositionTests : LspFixture
{
    // Three code units, of which UTF-8 makes six bytes and readers of code points two.
    private const string Wide = "ü😀";

    private static string Settings => Folder + "/settings.json";

    [Test]
    public async Task Encoding_is_said()
    {
        await using var other = LspClient.Start();

        var result = await other.AskAsync("initialize", JsonNode.Parse(
            """{"capabilities": {"general": {"positionEncodings": ["utf-8", "utf-16"]}}}"""));

        Assert.That(result!["capabilities"]!["positionEncoding"]!.GetValue<string>(), Is.EqualTo("utf-16"));
    }

    [Test]
    public async Task Of_policies()
    {
        Client.Open(Uri, $"// {Wide}\r\nif (Input.Domain == \"{Wide}\") return Deny(\"a\", Input.Domian);\rreturn Deny(\"b\");\n");

        Assert.That(Short(await Client.DiagnosticsAsync(Uri)), Is.EqualTo(new[] { "1:50-56 1 CS1061" }));
        Assert.That(await CompletedAsync(Uri, 1, 50), Does.ContainKey("Domain"));
        Assert.That(Hovered(await Client.AtAsync("textDocument/hover", Uri, 1, 12)), Does.Contain("string Domain"));
    }

    [Test]
    public async Task Of_the_front_matter()
    {
        Client.Open(Uri, $"// ---\n// title: \"{Wide}\"\n// settings:\n//   a: {{help: \"{Wide}\", help: b, type: text}}\n// ---\n"
            + "return Deny(\"b\");\n");

        Assert.That(Short(await Client.DiagnosticsAsync(Uri)), Does.Contain("3:22-26 1 front-matter"));
    }

    [Test]
    public async Task Of_quick_fixes()
    {
        var text = $"if (Input.Domain == \"{Wide}\") return Deny(\"a\", Input.Domian);\nreturn Deny(\"b\");\n";
        Client.Open(Uri, text);

        var actions = (await FixesAsync(Uri, await Client.DiagnosticsAsync(Uri)))!.AsArray();

        Assert.That(Applied(text, actions[0]!["edit"]!["changes"]![Uri]![0]!), Is.EqualTo(text.Replace("Domian", "Domain",
            StringComparison.Ordinal)));
    }

    [TestCase("\n", 3)]
    [TestCase("\r\n", 3)]
    [TestCase("\r", 3)]
    [TestCase("\u2028", 2, Description = "YAML ends a line there, and no editor does")]
    public async Task Of_tests(string end, int line)
    {
        Client.Open(Uri, CliRun.Policy);
        Client.Open(Tests, $"# {Wide}\n# a{end}# b\nbase: {{domain: \"{Wide}\", domian: a}}\ncases: []\n");

        var found = Short(await Client.DiagnosticsAsync(Tests));

        Assert.That(found, Does.Contain($"{line}:22-28 1 policy-tests"));
        Assert.That(await CompletedAsync(Tests, line, 22), Does.ContainKey("service").And.Not.ContainKey("domain"));
    }

    [Test]
    public async Task Of_settings_that_are_not_json()
    {
        Client.Open(Uri, CliRun.Policy);
        Client.Open(Settings, $"{{\n\"a\": \"{Wide}\", oops}}\n");

        Assert.That(Short(await Client.DiagnosticsAsync(Settings)), Is.EqualTo(new[] { "1:12-16 1 settings-file" }));
        Client.Notify("textDocument/didClose", new JsonObject { ["textDocument"] = new JsonObject { ["uri"] = Settings } });
    }

    [Test]
    public async Task Of_changes()
    {
        Client.Open(Uri, $"return Deny(\"a\", \"{Wide}\" + Input.Domian);\n");
        Assert.That(Short(await Client.DiagnosticsAsync(Uri)), Is.EqualTo(new[] { "0:31-37 1 CS1061" }));

        Client.Change(Uri, 2, Edit(0, 31, 0, 37, "Domain"));

        Assert.That(await Client.DiagnosticsAsync(Uri, 2), Is.Empty);
    }
}
