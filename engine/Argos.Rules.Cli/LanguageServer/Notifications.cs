using System.Text.Json;
using Argos.Rules.Cli.LanguageServer.Checking;
using Argos.Rules.Cli.LanguageServer.Documents;
using Argos.Rules.Cli.LanguageServer.Rpc;

namespace Argos.Rules.Cli.LanguageServer;

/// <summary>What the editor tells without waiting for a response.</summary>
internal sealed class Notifications(OpenDocuments documents, DiagnosticsPublisher publisher)
{
    private const string Opened = "textDocument/didOpen";
    private const string Changed = "textDocument/didChange";
    private const string Closed = "textDocument/didClose";
    private const string ChangedOnDisk = "workspace/didChangeWatchedFiles";

    /// <summary>So many files on disk are looked at in one message; further ones are seen at the next change.</summary>
    private const int MaximumOnDisk = 1000;

    /// <summary>Whether a notification says what the text of a document is.</summary>
    public static bool IsOfText(string method) => method is Opened or Changed;

    /// <summary>The document that parameters are about; <see langword="null"/> when they do not say it.</summary>
    public static string? UriOf(JsonElement parameters)
    {
        try
        {
            return parameters.GetProperty("textDocument").GetProperty("uri").GetString();
        }
        catch (Exception problem) when (RpcException.IsOfMessage(problem))
        {
            return null;
        }
    }

    public async Task TakeAsync(string method, JsonElement parameters)
    {
        switch (method)
        {
            case Opened or Changed:
                await TakeTextAsync(method, parameters);
                break;
            case Closed:
                var closed = parameters.GetProperty("textDocument").GetProperty("uri").GetString()!;
                documents.Close(closed);
                await publisher.ClosedAsync(closed);
                break;
            case ChangedOnDisk:
                foreach (var file in parameters.GetProperty("changes").EnumerateArray().Take(MaximumOnDisk))
                    publisher.ChangedOnDisk(file.GetProperty("uri").GetString()!);
                break;
        }
    }

    /// <summary>
    /// What an editor said of a text could not be taken. Going on with the text before it would be about another one than the author sees.
    /// </summary>
    /// <param name="method">What was said; <see langword="null"/> when it is not known.</param>
    /// <param name="uri">The document; all that are open when it is not known.</param>
    /// <param name="version">The number of the text, when it is known.</param>
    public async Task LostAsync(string? method, string? uri, int? version)
    {
        string[] uris = (method, uri) switch
        {
            (_, { } one) when method == Opened || documents.Find(one) is not null => [one],
            // One that is opened without an address is none of those that are open; nor is one that was never opened.
            (Opened, _) or (_, not null) => [],
            _ => [.. documents.All.Select(static d => d.Uri)],
        };
        OpenDocument[] lost = [.. uris.Select(one => documents.Lose(one, version, TextGaps.Lost)).OfType<OpenDocument>()];
        foreach (var document in lost) publisher.Changed(document);
        if (lost.Length > 0) await publisher.SayLostAsync(lost);
    }

    private async Task TakeTextAsync(string method, JsonElement parameters)
    {
        try
        {
            var document = parameters.GetProperty("textDocument");
            var (uri, version) = (document.GetProperty("uri").GetString()!, document.GetProperty("version").GetInt32());
            var now = method == Opened
                ? documents.Open(uri, version, document.GetProperty("text").GetString()!)
                : documents.Change(uri, version, parameters.GetProperty("contentChanges"));
            if (now is not null) publisher.Changed(now);
        }
        catch (Exception problem) when (RpcException.IsOfMessage(problem))
        {
            if (problem is RpcException) await publisher.LogAsync(problem.Message);
            await LostAsync(method, UriOf(parameters), VersionOf(parameters));
        }
    }

    private static int? VersionOf(JsonElement parameters)
    {
        try
        {
            return parameters.GetProperty("textDocument").GetProperty("version").GetInt32();
        }
        catch (Exception problem) when (RpcException.IsOfMessage(problem))
        {
            return null;
        }
    }
}
