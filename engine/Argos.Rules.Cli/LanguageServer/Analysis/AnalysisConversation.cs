using System.Text.Json;
using Argos.Rules.Core.Processes;
using Argos.Rules.Sandbox.Messages;

namespace Argos.Rules.Cli.LanguageServer.Analysis;

/// <summary>Asks the analysis process one thing.</summary>
internal sealed class AnalysisConversation(AnalysisRequest request) : IConversation<AnalysisResponse>
{
    /// <summary>The largest request and response.</summary>
    public const int MaximumBytes = 32 * 1024 * 1024;

    public async Task<AnalysisResponse?> HoldAsync(ChildProcess child, CancellationToken cancellation)
    {
        await Frames.SendAsync(child.Requests, JsonSerializer.SerializeToUtf8Bytes(request, AnalysisJson.Default.AnalysisRequest),
            cancellation);
        var frame = await Frames.ReceiveAsync(child.Answers, MaximumBytes, cancellation);
        return frame is null ? null : Read(frame);
    }

    private static AnalysisResponse Read(byte[] frame)
    {
        try
        {
            return JsonSerializer.Deserialize(frame, AnalysisJson.Default.AnalysisResponse)
                ?? throw new InvalidDataException("no response");
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException("a response that is not one", problem);
        }
    }
}
