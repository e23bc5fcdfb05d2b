using System.Collections.Immutable;
using System.Text;
using Argos.Rules.Mgmt.Sources;

namespace Argos.Rules.Mgmt.Desired;

/// <summary>Reads policies and their tests from ConfigMaps. Keys with another ending are not ours and are left alone.</summary>
internal static class PolicyKeys
{
    public const string ScriptEnding = ".csx";
    public const string TestsEnding = ".tests.yaml";

    public static (ImmutableSortedDictionary<string, DesiredItem> Policies, ImmutableSortedDictionary<string, string> Tests) Read(
        IEnumerable<ConfigMap> maps, ImmutableArray<DesiredProblem>.Builder problems)
    {
        var policies = ImmutableSortedDictionary.CreateBuilder<string, DesiredItem>(StringComparer.Ordinal);
        var tests = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var map in maps.OrderBy(static map => map.Name))
        {
            var active = map.ActiveKeys;
            foreach (var (key, text) in map.Data)
            {
                var id = map.IdOf(key);
                if (key.EndsWith(TestsEnding, StringComparison.Ordinal)) tests.TryAdd(id, text);
                if (!key.EndsWith(ScriptEnding, StringComparison.Ordinal)) continue;
                var origin = new ItemOrigin(map.Name, key);
                var item = new DesiredItem(id, Encoding.UTF8.GetBytes(text), origin) { WasActive = active.Contains(key) };
                if (!policies.TryAdd(id, item)) problems.Add(Clash(origin, id, policies[id].Origin));
            }
        }
        return (policies.ToImmutable(), tests.ToImmutable());
    }

    private static DesiredProblem Clash(ItemOrigin loser, string id, ItemOrigin? winner) =>
        DesiredProblem.Of(loser, "policy-clash", $"the policy id `{id}` is already taken by {winner}; rename one of them");
}
