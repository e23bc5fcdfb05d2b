using System.Text.Json.Nodes;

namespace Argos.Rules.Engine.Tests.LanguageServer;

/// <summary>One server for the tests of a class, and how they ask it.</summary>
internal abstract class LspFixture
{
    protected LspClient Client { get; private set; } = null!;

    /// <summary>A folder for each test: what is still on its way for another one is not taken for its own.</summary>
    protected static string Folder => $"file:///policies/{TestContext.CurrentContext.Test.ID}";

    protected static string Uri => Folder + "/policy.csx";

    protected static string Tests => Folder + "/tests.yaml";

    [OneTimeSetUp]
    public async Task StartAsync() => Client = await LspClient.InitializedAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await Client.DisposeAsync();

    [TearDown]
    public void Close()
    {
        foreach (var uri in new[] { Uri, Tests })
            Client.Notify("textDocument/didClose", new JsonObject { ["textDocument"] = new JsonObject { ["uri"] = uri } });
    }

    protected async Task<JsonNode> RunAsync(JsonNode command) => (await Client.AskAsync("workspace/executeCommand", new JsonObject
    {
        ["command"] = command["command"]!.DeepClone(),
        ["arguments"] = command["arguments"]!.DeepClone(),
    }))!;

    protected Task<JsonNode?> FixesAsync(string uri, JsonArray diagnostics) => Client.AskAsync("textDocument/codeAction", new JsonObject
    {
        ["textDocument"] = new JsonObject { ["uri"] = uri },
        ["range"] = diagnostics[0]!["range"]!.DeepClone(),
        ["context"] = new JsonObject { ["diagnostics"] = diagnostics.DeepClone() },
    });

    protected async Task<Dictionary<string, JsonNode>> CompletedAsync(string uri, int line, int character)
    {
        var result = await Client.AtAsync("textDocument/completion", uri, line, character);
        return (result?["items"]?.AsArray() ?? [])
            .ToDictionary(static i => i!["label"]!.GetValue<string>(), static i => i!, StringComparer.Ordinal);
    }

    protected static string Applied(string text, JsonNode edit)
    {
        var lines = text.Split('\n');
        var (start, end) = (At("start"), At("end"));
        return text[..start] + edit["newText"]!.GetValue<string>() + text[end..];

        int At(string side) => lines.Take(edit["range"]![side]!["line"]!.GetValue<int>()).Sum(static l => l.Length + 1)
            + edit["range"]![side]!["character"]!.GetValue<int>();
    }

    protected static JsonObject Edit(int line, int character, int endLine, int endCharacter, string text) => new()
    {
        ["range"] = new JsonObject
        {
            ["start"] = new JsonObject { ["line"] = line, ["character"] = character },
            ["end"] = new JsonObject { ["line"] = endLine, ["character"] = endCharacter },
        },
        ["text"] = text,
    };

    protected static string Hovered(JsonNode? hover) => hover!["contents"]!["value"]!.GetValue<string>();

    protected static string Place(JsonNode? location) =>
        $"{location!["range"]!["start"]!["line"]}:{location["range"]!["start"]!["character"]}-{location["range"]!["end"]!["character"]}";

    protected static string[] Short(JsonArray diagnostics) => [.. diagnostics.Select(static d =>
        $"{d!["range"]!["start"]!["line"]}:{d["range"]!["start"]!["character"]}-{d["range"]!["end"]!["character"]} {d["severity"]} "
            + $"{d["code"]}")];
}
