using System.Text.Json;
using Argos.Rules.Cli.LanguageServer.Rpc;

namespace Argos.Rules.Cli.LanguageServer.Protocol;

/// <summary>A place in a text: line and UTF-16 character, from 0.</summary>
internal sealed record TextPosition(int Line, int Character)
{
    /// <summary>A place as an editor sends it.</summary>
    /// <exception cref="RpcException">It is none.</exception>
    public static TextPosition Read(JsonElement position) =>
        position.GetProperty("line").TryGetUInt32(out var line) && position.GetProperty("character").TryGetUInt32(out var character)
            ? new TextPosition((int)Math.Min(line, int.MaxValue), (int)Math.Min(character, int.MaxValue))
            : throw new RpcException(RpcException.InvalidParams, "a position that is none");
}

/// <summary>What is asked about a place.</summary>
internal sealed record PlaceParameters(TextPosition Position);

/// <summary>A part of a text.</summary>
internal sealed record TextRange(TextPosition Start, TextPosition End);

/// <summary>A part of a document.</summary>
internal sealed record DocumentRange(string Uri, TextRange Range);
