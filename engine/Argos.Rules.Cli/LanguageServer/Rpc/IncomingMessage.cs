using System.Text.Json;

namespace Argos.Rules.Cli.LanguageServer.Rpc;

/// <summary>What came from the editor.</summary>
internal abstract record IncomingMessage
{
    /// <summary>A message.</summary>
    public sealed record Json(JsonElement Root) : IncomingMessage;

    /// <summary>A message that is not JSON, or too large to be taken in; it was skipped.</summary>
    public sealed record Unreadable(string Problem) : IncomingMessage;

    /// <summary>The editor has closed the stream.</summary>
    public sealed record End : IncomingMessage;

    /// <summary>What the bytes of one message are.</summary>
    public static IncomingMessage Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            return new Json(JsonSerializer.Deserialize(body, RpcJson.Default.JsonElement));
        }
        catch (JsonException)
        {
            return new Unreadable("a message is not JSON");
        }
    }
}
