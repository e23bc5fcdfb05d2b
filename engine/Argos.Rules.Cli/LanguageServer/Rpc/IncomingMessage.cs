using System.Text.Json;

namespace Argos.Rules.Cli.LanguageServer.Rpc;

/// <summary>What came from the editor.</summary>
internal abstract record IncomingMessage
{
    /// <summary>A message.</summary>
    public sealed record Json(JsonElement Root) : IncomingMessage;

    /// <summary>A message that is not JSON, or too large to be taken in; it was skipped.</summary>
    /// <param name="Problem">What is wrong.</param>
    /// <param name="Outline">What its beginning says.</param>
    public sealed record Unreadable(string Problem, MessageOutline Outline) : IncomingMessage;

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
            return new Unreadable("a message is not JSON", MessageOutline.Of(body));
        }
    }
}
