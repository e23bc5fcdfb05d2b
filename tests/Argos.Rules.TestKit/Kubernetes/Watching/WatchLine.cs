using System.Globalization;
using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Kubernetes.Objects;
using Argos.Rules.TestKit.Kubernetes.Verbs;

namespace Argos.Rules.TestKit.Kubernetes.Watching;

/// <summary>The lines of a watch stream.</summary>
internal static class WatchLine
{
    public static string Event(string type, string json) => $"{{\"type\":\"{type}\",\"object\":{json}}}\n";

    public static string Bookmark(ResourceKind resource, long version, bool initialEnd)
    {
        var metadata = new JsonObject { ["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture), ["creationTimestamp"] = null };
        if (initialEnd) metadata["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
        var mark = new JsonObject { ["kind"] = resource.Kind, ["apiVersion"] = resource.ApiVersion, ["metadata"] = metadata };
        return Event("BOOKMARK", mark.ToJsonString());
    }

    public static string Gone(long asked, long oldest) =>
        Event("ERROR", ApiFailure.Expired($"too old resource version: {asked} ({oldest})").ToStatus().ToJsonString());
}
