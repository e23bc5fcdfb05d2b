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
            foreach (var key in map.Keys)
            {
                var text = map.Data.GetValueOrDefault(key);
                var origin = new ItemOrigin(map.Name, key);
                if (text is null && IsOurs(key)) problems.Add(DesiredProblem.NoText(origin, map));
                else if (Orphan(map, key) is { } missing) problems.Add(DesiredProblem.Of(origin, "tests-orphan", $"there is no key `{missing}` that these tests belong to; rename one of them"));
                if (!key.EndsWith(ScriptEnding, StringComparison.Ordinal)) continue;
                var id = map.IdOf(key);
                var tests = Replace(key, ScriptEnding, TestsEnding);
                // Without the tests that belong to it a script is not the policy that its author means.
                var testable = text is not null && !map.Broken.ContainsKey(tests);
                if (text is not null && !testable) problems.Add(DesiredProblem.Of(origin, "no-text", $"its tests cannot be read: {map.Broken[tests]}"));
                var item = testable ? DesiredItem.Policy(id, new PolicyText(text!, map.Data.GetValueOrDefault(tests)), origin) : new DesiredItem(id, null, origin);
                item = item with { WasActive = active.Contains(key), Version = map.ResourceVersion };
                if (!policies.TryAdd(id, item)) problems.Add(Clash(origin, id, policies[id].Origin));
            }
        }
        return policies.ToImmutable();
    }

    // Tests that nothing runs would let their author believe in them.
    private static string? Orphan(ConfigMap map, string key) =>
        key.EndsWith(TestsEnding, StringComparison.Ordinal) && Replace(key, TestsEnding, ScriptEnding) is var script && !map.Data.ContainsKey(script) && !map.Broken.ContainsKey(script) ? script : null;

    private static bool IsOurs(string key) => key.EndsWith(ScriptEnding, StringComparison.Ordinal) || key.EndsWith(TestsEnding, StringComparison.Ordinal);

    private static string Replace(string key, string ending, string by) => key[..^ending.Length] + by;

    private static DesiredProblem Clash(ItemOrigin loser, string id, ItemOrigin? winner) =>
        DesiredProblem.Of(loser, "policy-clash", $"the policy id `{id}` is already taken by {winner}; rename one of them");
}
