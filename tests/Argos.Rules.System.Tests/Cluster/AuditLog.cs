using System.Text.Json.Nodes;

namespace Argos.Rules.System.Tests.Cluster;

/// <summary>What the API server was asked, as it wrote it down.</summary>
internal sealed class AuditLog(string file)
{
    /// <summary>How many lines there are.</summary>
    public int Count => Lines().Count;

    /// <summary>The requests of a user after the first so many lines: the right that each needed, and the status of its answer.</summary>
    public IReadOnlyList<(string Right, int Status)> Of(string user, int since = 0) =>
    [
        .. Lines().Skip(since).Select(static line => JsonNode.Parse(line)!)
            .Where(entry => (string?)entry["user"]?["username"] == user)
            .Select(static entry => (Right(entry), (int?)entry["responseStatus"]?["code"] ?? 0)),
    ];

    private static string Right(JsonNode entry)
    {
        var verb = (string)entry["verb"]!;
        if (entry["objectRef"] is not { } subject) return $"{verb} {((string)entry["requestURI"]!).Split('?')[0]}";
        var (group, name) = ((string?)subject["apiGroup"] ?? "", (string?)subject["namespace"] ?? "*");
        return $"{verb} {(group.Length == 0 ? "" : group + "/")}{(string)subject["resource"]!} in {name}";
    }

    private List<string> Lines()
    {
        if (!File.Exists(file)) return [];
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        // The last line may still be being written.
        var text = reader.ReadToEnd();
        return [.. text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }
}
