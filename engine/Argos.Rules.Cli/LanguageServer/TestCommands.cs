using System.Globalization;
using System.Text.Json;
using Argos.Rules.Cli.LanguageServer.Analysis;
using Argos.Rules.Cli.LanguageServer.Checking;
using Argos.Rules.Cli.LanguageServer.Documents;
using Argos.Rules.Cli.LanguageServer.Protocol;
using Argos.Rules.Cli.LanguageServer.Rpc;

namespace Argos.Rules.Cli.LanguageServer;

/// <summary>
/// The commands that run cases, on the texts as the editor shows them. What failed is shown at the cases, and said in a message.
/// </summary>
internal sealed class TestCommands(
    LanguageServices services, OpenDocuments documents, RelatedDocuments related, DiagnosticsPublisher publisher, MessageWriter writer)
{
    private const string Source = "argos test";
    private const string FailedCode = "test-failed";
    private const int MaximumShown = 40;

    public async Task<object?> ExecuteAsync(JsonElement parameters, CancellationToken cancellation)
    {
        var command = parameters.GetProperty("command").GetString();
        var arguments = parameters.GetProperty("arguments").EnumerateArray().Select(static a => a.GetString() ?? "").ToArray();
        return (command, arguments) switch
        {
            (Commands.RunTests, [var uri]) => await RunAsync(uri, null, cancellation),
            (Commands.RunCase, [var uri, var name]) => await RunAsync(uri, name, cancellation),
            _ => throw new RpcException(RpcException.InvalidParams, "there is no such command, or it needs other arguments"),
        };
    }

    private async Task<TestRunResult> RunAsync(string uri, string? name, CancellationToken cancellation)
    {
        if (documents.Find(uri) is not { Kind: DocumentKind.Policy or DocumentKind.Tests } asked)
            throw new RpcException(RpcException.InvalidParams, "the document is not open, or is neither a policy nor its tests");
        if (related.Of(asked) is not [var other])
            throw new RpcException(RpcException.InvalidParams, asked.Kind == DocumentKind.Policy
                ? "there are no tests beside it"
                : "there is no policy beside it");
        var (policy, tests) = asked.Kind == DocumentKind.Policy ? (asked, other) : (other, asked);
        if ((Unknown(policy) ?? Unknown(tests)) is { } gap) throw new RpcException(RpcException.InvalidParams, gap);
        var parameters = JsonSerializer.SerializeToElement(new CaseParameters(name), ProtocolJson.Default.CaseParameters);
        var request = new AnalysisRequest(
            AnalysisMethods.Run, new AnalyzedText(policy.Uri, policy.Text!), [new AnalyzedText(tests.Uri, tests.Text!)], parameters);
        var result = (await services.Analysis.RunAsync(request, cancellation)).Deserialize(ProtocolJson.Default.TestRunResult)!;
        publisher.ShowFailed(new FailedCases(
            tests, policy, [.. result.Cases.Where(static c => !c.Passed).Select(c => Shown(c, tests.Text!))]));
        await writer.NotifyAsync("window/showMessage", Said(result, name), cancellation);
        return result;
    }

    private static string? Unknown(OpenDocument document) => document.Text is null ? $"{document.Name}: {document.Gap}" : null;

    private static EditorDiagnostic Shown(TestRunCase test, string text)
    {
        var start = new TextPosition(test.Line, test.Character);
        var range = new TextRange(start, start with { Character = TextLines.Line(text, test.Line).Length });
        var message = string.Join('\n', [$"case `{test.Name}`: {string.Join("; ", test.Differences)}", .. test.Trace.Take(MaximumShown)]);
        return new EditorDiagnostic(range, EditorDiagnostic.Error, FailedCode, Source, message);
    }

    private static Message Said(TestRunResult result, string? name)
    {
        if (!result.Problems.IsEmpty) return new Message(Message.Error, $"no case was run: {result.Problems[0]}");
        if (name is not null && result.Cases is [var only])
        {
            return only.Passed ? new Message(Message.Info, $"passed: {only.Name}")
                : new Message(Message.Error, $"failed: {only.Name}: {string.Join("; ", only.Differences)}");
        }
        var counts = string.Create(CultureInfo.InvariantCulture, $"{result.Passed} passed, {result.Failed} failed");
        return new Message(result.Failed > 0 ? Message.Error : Message.Info, counts);
    }
}
