using System.Text.Json;

namespace Argos.Rules.Mgmt.Kubernetes;

/// <summary>One line of a WATCH. The object lives until the next line is asked for.</summary>
/// <param name="Type"><c>ADDED</c>, <c>MODIFIED</c>, <c>DELETED</c>, <c>BOOKMARK</c> or <c>ERROR</c>; or one of the two that the server does not send.</param>
/// <param name="Object">The object, or for <c>ERROR</c> a Status.</param>
internal readonly record struct WatchLine(string Type, JsonElement Object)
{
    /// <summary>The server has taken the watch.</summary>
    public static readonly WatchLine Opened = new("(opened)", default);

    /// <summary>The server had nothing to send at once.</summary>
    public static readonly WatchLine Quiet = new("(quiet)", default);
}
