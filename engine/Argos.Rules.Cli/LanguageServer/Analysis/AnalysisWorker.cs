using System.Text.Json;
using Argos.Rules.Cli.LanguageServer.Protocol;
using Argos.Rules.Sandbox.Messages;

namespace Argos.Rules.Cli.LanguageServer.Analysis;

/// <summary>The analysis process: it looks into texts and runs cases until its input ends. A hostile text may hang or kill it.</summary>
internal static class AnalysisWorker
{
    /// <summary>What looks into a text recurses over its structure.</summary>
    private const int StackBytes = 256 * 1024 * 1024;

    private const string First = "var name = Input.Domain; return Deny(\"first\");";

    /// <summary>Runs until the server closes the pipe.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(Stream requests, Stream responses)
    {
        var exit = 0;
        var thread = new Thread(() => exit = Serve(requests, responses), StackBytes);
        thread.Start();
        thread.Join();
        return exit;
    }

    private static int Serve(Stream requests, Stream responses)
    {
        // The first look takes a second; whoever asks waits for it before.
        var text = new AnalyzedText("file:///first/policy.csx", First);
        var place = new PlaceParameters(new TextPosition(0, First.Length));
        var parameters = JsonSerializer.SerializeToElement(place, ProtocolJson.Default.PlaceParameters);
        Send(responses, Respond(new AnalysisRequest(AnalysisMethods.Completion, text, [], parameters)));
        try
        {
            while (Wait(Frames.ReceiveAsync(requests, AnalysisConversation.MaximumBytes, CancellationToken.None)) is { } frame)
            {
                var request = JsonSerializer.Deserialize(frame, AnalysisJson.Default.AnalysisRequest);
                Send(responses, request is null ? new AnalysisResponse(null, "no request") : Respond(request));
            }
            return 0;
        }
        catch (Exception problem) when (problem
            is OutOfMemoryException or InsufficientExecutionStackException or IOException or InvalidDataException or JsonException)
        {
            // What is left of this process is not worth keeping; the server starts another one.
            return 1;
        }
    }

    private static AnalysisResponse Respond(AnalysisRequest request)
    {
        try
        {
            var result = Analyzer.Analyze(request);
            return new AnalysisResponse(
                result is null ? null : JsonSerializer.SerializeToElement(result, result.GetType(), ProtocolJson.Default));
        }
        catch (Exception problem) when (problem is not (OutOfMemoryException or InsufficientExecutionStackException))
        {
            // Of the text nothing is reported: the message of an exception may quote it.
            return new AnalysisResponse(null, $"the analysis failed: {problem.GetType().Name}");
        }
    }

    private static void Send(Stream responses, AnalysisResponse response) =>
        SendAsync(responses, JsonSerializer.SerializeToUtf8Bytes(response, AnalysisJson.Default.AnalysisResponse)).GetAwaiter().GetResult();

    private static Task SendAsync(Stream responses, byte[] frame) => Frames.SendAsync(responses, frame, CancellationToken.None);

    // The process does nothing else, and the analysis needs this thread's stack.
    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();
}
