using System.Text.Json.Nodes;

namespace Argos.Rules.Testing;

/// <summary>JSON Merge Patch (RFC 7396): members replace, objects merge, <see langword="null"/> removes.</summary>
internal static class MergePatch
{
    /// <summary>Changes an object in place.</summary>
    public static void Apply(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null)
            {
                target.Remove(name);
            }
            else if (value is JsonObject changes)
            {
                if (target[name] is not JsonObject inner) target[name] = inner = [];
                Apply(inner, changes);
            }
            else
            {
                target[name] = value.DeepClone();
            }
        }
    }
}
