using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Argos.Rules.Mgmt.Desired;

namespace Argos.Rules.Mgmt.Sync;

/// <summary>
/// Documents that lie below each other's places, before and after a change. In the engine they are one value: to write below a document changes it, and to
/// remove it removes what has been written there since.
/// </summary>
internal sealed class Depth
{
    private readonly ImmutableSortedDictionary<string, DesiredItem> _desired;
    private readonly HashSet<string> _above;

    public Depth(ImmutableSortedDictionary<string, DesiredItem> desired) =>
        (_desired, _above) = (desired, [.. desired.Keys.SelectMany(Above)]);

    /// <summary>The document that a place is, when what is wanted lies below it: the one value of all that. <see langword="null"/> when nothing is wanted there.</summary>
    public DesiredItem? Whole(string id)
    {
        if (!_above.Contains(id)) return null;
        var whole = new JsonObject();
        foreach (var item in _desired.Values)
            if (item.Content is not null && item.Id.StartsWith(id + "/", StringComparison.Ordinal)) Put(whole, item.Id[(id.Length + 1)..].Split('/'), item.Content);
        return new DesiredItem(id, Encoding.UTF8.GetBytes(whole.ToJsonString()), origin: null);
    }

    /// <summary>What is wanted at a place above, and has taken away what was below it.</summary>
    public DesiredItem? Over(string id) => Above(id).Select(above => _desired.GetValueOrDefault(above)).FirstOrDefault(static item => item is not null);

    private static IEnumerable<string> Above(string id)
    {
        for (var cut = id.LastIndexOf('/'); cut > 0; cut = id.LastIndexOf('/', cut - 1)) yield return id[..cut];
    }

    private static void Put(JsonObject whole, string[] names, byte[] content)
    {
        foreach (var name in names[..^1])
        {
            if (whole[name] is not JsonObject next) whole[name] = next = [];
            whole = next;
        }
        whole[names[^1]] = JsonNode.Parse(content);
    }
}
