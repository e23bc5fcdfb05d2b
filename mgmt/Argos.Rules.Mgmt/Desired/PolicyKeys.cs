using System.Collections.Immutable;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Mgmt.Sources;

namespace Argos.Rules.Mgmt.Desired;

/// <summary>Reads policies and their tests from ConfigMaps: <c>name.tests.yaml</c> belongs to <c>name.csx</c> of the same ConfigMap. Keys with another ending are not ours and are left alone.</summary>
internal static class PolicyKeys
{
    public const string ScriptEnding = ".csx";
    public const string TestsEnding = ".tests.yaml";

    public static ImmutableSortedDictionary<string, DesiredItem> Read(IEnumerable<ConfigMap> maps, ImmutableArray<DesiredProblem>.Builder problems)
    {
        var policies = ImmutableSortedDictionary.CreateBuilder<string, DesiredItem>(StringComparer.Ordinal);
        foreach (var map in maps.OrderBy(static map => map.Name))
        {
            var active = map.ActiveKeys;
            foreach (var (key, text) in map.Data)
            {
                var origin = new ItemOrigin(map.Name, key);
                if (Orphan(map, key) is { } missing) problems.Add(DesiredProblem.Of(origin, "tests-orphan", $"there is no key `{missing}` that these tests belong to; rename one of them"));
                if (!key.EndsWith(ScriptEnding, StringComparison.Ordinal)) continue;
                var id = map.IdOf(key);
                var item = DesiredItem.Policy(id, new PolicyText(text, map.Data.GetValueOrDefault(Replace(key, ScriptEnding, TestsEnding))), origin) with { WasActive = active.Contains(key) };
                if (!policies.TryAdd(id, item)) problems.Add(Clash(origin, id, policies[id].Origin));
            }
        }
        return policies.ToImmutable();
    }

    // Tests that nothing runs would let their author believe in them.
    private static string? Orphan(ConfigMap map, string key) =>
        key.EndsWith(TestsEnding, StringComparison.Ordinal) && Replace(key, TestsEnding, ScriptEnding) is var script && !map.Data.ContainsKey(script) ? script : null;

    private static string Replace(string key, string ending, string by) => key[..^ending.Length] + by;

    private static DesiredProblem Clash(ItemOrigin loser, string id, ItemOrigin? winner) =>
        DesiredProblem.Of(loser, "policy-clash", $"the policy id `{id}` is already taken by {winner}; rename one of them");
}
