using System.Text.Json;
using Argos.Rules.Cli.LanguageServer.Protocol;
using Argos.Rules.Cli.LanguageServer.Rpc;

namespace Argos.Rules.Cli.LanguageServer.Documents;

/// <summary>Applies what was typed to a text.</summary>
internal static class TextChange
{
    /// <summary>The text after a change; <see langword="null"/> when it is too large, until the editor sends it whole again.</summary>
    public static string? Apply(string? text, JsonElement change)
    {
        if (!change.TryGetProperty("text", out var given) || given.ValueKind != JsonValueKind.String) throw Wrong();
        var inserted = given.GetString()!;
        string? changed;
        if (!change.TryGetProperty("range", out var range)) changed = inserted;
        else if (text is null) changed = null;
        else
        {
            var (start, end) = (OffsetOf(text, range.GetProperty("start")), OffsetOf(text, range.GetProperty("end")));
            if (end < start) throw Wrong();
            changed = string.Concat(text.AsSpan(0, start), inserted, text.AsSpan(end));
        }
        return changed is { Length: > OpenDocument.MaximumLength } ? null : changed;
    }

    private static int OffsetOf(string text, JsonElement position) =>
        TextLines.OffsetOf(text, new TextPosition(position.GetProperty("line").GetInt32(), position.GetProperty("character").GetInt32()));

    private static RpcException Wrong() => new(RpcException.InvalidParams, "a change without a text, or with a range that is none");
}
