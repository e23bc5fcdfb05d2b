using System.Text.Json;
using Argos.Rules.Cli.LanguageServer.Analysis;
using Argos.Rules.Cli.LanguageServer.Checking;
using Argos.Rules.Cli.LanguageServer.Documents;
using Argos.Rules.Cli.LanguageServer.Protocol;
using Argos.Rules.Cli.LanguageServer.Rpc;
using Argos.Rules.Hosting.Diagnostics;

namespace Argos.Rules.Cli.LanguageServer;

/// <summary>What the editor asks for.</summary>
internal sealed class Requests(
    LanguageServices services, OpenDocuments documents, RelatedDocuments related, DiagnosticsPublisher publisher, MessageWriter writer)
{
    private readonly TestCommands _commands = new(services, documents, related, publisher, writer);

    public static InitializeResult Initialize() => new(new ServerCapabilities(), new ServerInfo("argos lsp", ProductInfo.Version));

    public async Task<object?> TakeAsync(string method, JsonElement parameters, CancellationToken cancellation) => method switch
    {
        AnalysisMethods.Completion or AnalysisMethods.Hover or AnalysisMethods.SignatureHelp or AnalysisMethods.Definition
            or AnalysisMethods.Formatting or AnalysisMethods.CodeAction or AnalysisMethods.CodeLens =>
                await LookAsync(method, parameters, cancellation),
        "workspace/executeCommand" => await _commands.ExecuteAsync(parameters, cancellation),
        _ => throw new RpcException(RpcException.MethodNotFound, "there is no such method"),
    };

    private async Task<JsonElement?> LookAsync(string method, JsonElement parameters, CancellationToken cancellation)
    {
        var uri = parameters.GetProperty("textDocument").GetProperty("uri").GetString()!;
        if (documents.Find(uri) is not { Text: { } text } document) return null;
        var beside = related.Of(document);
        if (!RelatedDocuments.IsOurs(document, beside)) return null;
        var request = new AnalysisRequest(method, new AnalyzedText(uri, text), AnalyzedText.Of(beside), parameters);
        RequestForm.Require(request);
        return await services.Analysis.LookAsync(request, cancellation);
    }
}
