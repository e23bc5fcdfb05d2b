using System.Text.Json;

namespace Argos.Rules.Mgmt.Kubernetes;

/// <summary>One line of a WATCH. The object lives until the next line is asked for.</summary>
/// <param name="Type"><c>ADDED</c>, <c>MODIFIED</c>, <c>DELETED</c>, <c>BOOKMARK</c> or <c>ERROR</c>.</param>
/// <param name="Object">The object, or for <c>ERROR</c> a Status.</param>
internal readonly record struct WatchLine(string Type, JsonElement Object);
