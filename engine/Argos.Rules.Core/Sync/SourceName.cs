using System.Buffers;

namespace Argos.Rules.Core.Sync;

/// <summary>The name of a source: it stands in URLs, headers and logs.</summary>
internal static class SourceName
{
    public const string Expected = "not a source name: 1 to 63 lower-case letters, digits, `-`, `_` and `.`";

    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_.");

    public static bool IsValid(string name) => name.Length is > 0 and <= 63 && name.AsSpan().IndexOfAnyExcept(Allowed) < 0;
}
