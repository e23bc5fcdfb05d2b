using System.Text.Json;
using Argos.Rules.Cli.LanguageServer.Checking;
using Argos.Rules.Cli.LanguageServer.Documents;

namespace Argos.Rules.Cli.LanguageServer;

/// <summary>What the editor tells without waiting for a response.</summary>
internal sealed class Notifications(OpenDocuments documents, DiagnosticsPublisher publisher)
{
    public async Task TakeAsync(string method, JsonElement parameters)
    {
        switch (method)
        {
            case "textDocument/didOpen":
                var opened = parameters.GetProperty("textDocument");
                publisher.Changed(documents.Open(UriOf(opened), VersionOf(opened), opened.GetProperty("text").GetString()!));
                break;
            case "textDocument/didChange":
                var changed = parameters.GetProperty("textDocument");
                if (documents.Change(UriOf(changed), VersionOf(changed), parameters.GetProperty("contentChanges")) is { } document)
                    publisher.Changed(document);
                break;
            case "textDocument/didClose":
                var closed = UriOf(parameters.GetProperty("textDocument"));
                documents.Close(closed);
                await publisher.ClosedAsync(closed);
                break;
        }
    }

    private static string UriOf(JsonElement document) => document.GetProperty("uri").GetString()!;

    private static int VersionOf(JsonElement document) => document.GetProperty("version").GetInt32();
}
