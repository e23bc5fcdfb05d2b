using System.Text.Json;
using Argos.Rules.Cli.LanguageServer.Protocol;
using Argos.Rules.Cli.LanguageServer.Rpc;

namespace Argos.Rules.Cli.LanguageServer.Documents;

/// <summary>Applies what was typed to a text.</summary>
internal static class TextChange
{
    /// <summary>The document after a change. A text that is not known stays so until it is sent whole.</summary>
    /// <exception cref="RpcException">The change is none.</exception>
    public static OpenDocument Apply(OpenDocument document, JsonElement change)
    {
        if (!change.TryGetProperty("text", out var given) || given.ValueKind != JsonValueKind.String) throw Wrong();
        var inserted = given.GetString()!;
        if (!change.TryGetProperty("range", out var range)) return document.With(inserted);
        if (document.Text is not { } text) return document;
        var (start, end) = (OffsetOf(text, range.GetProperty("start")), OffsetOf(text, range.GetProperty("end")));
        return end < start ? throw Wrong() : document.With(string.Concat(text.AsSpan(0, start), inserted, text.AsSpan(end)));
    }

    private static int OffsetOf(string text, JsonElement position) => TextLines.OffsetOf(text, TextPosition.Read(position));

    private static RpcException Wrong() => new(RpcException.InvalidParams, "a change without a text, or with a range that is none");
}
