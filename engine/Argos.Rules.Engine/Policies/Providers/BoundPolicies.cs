using System.Collections.Immutable;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Engine.Declarations;

namespace Argos.Rules.Engine.Policies.Providers;

/// <summary>
/// The policies that a settings document names in its member <c>policies</c>: they apply to the provider beside those whose own
/// <c>providers</c> match. It only adds.
/// </summary>
/// <param name="Policies">Those that are named and in force.</param>
/// <param name="Problem">What is wrong with the member.</param>
internal sealed record BoundPolicies(ImmutableArray<ActivePolicy> Policies, SettingsProblem? Problem)
{
    private const int MaximumNames = 16;
    private const string Ending = ".csx";
    private const string FolderPolicy = "policy.csx";

    private static readonly BoundPolicies None = new([], null);

    public static BoundPolicies Of(PolicySet set, DataValue document)
    {
        var member = document[ReservedSettings.Policies];
        if (!member.IsObject && !member.Exists && !document.Names.Contains(ReservedSettings.Policies)) return None;
        var names = member.Texts;
        if (!member.IsArray || names.Count != member.Count || names.Count is 0 or > MaximumNames || names.Any(static n => n.Length == 0))
            return new BoundPolicies([], Invalid($"must be a list of 1 to {MaximumNames} names of policies, such as `[\"kubernetes\"]`"));
        var found = ImmutableArray.CreateBuilder<ActivePolicy>();
        foreach (var name in names)
        {
            var named = set.All.Where(policy => policy.Id == name || NameOf(policy) == name).ToArray();
            if (named.Length == 0) return new BoundPolicies(found.ToImmutable(), NotInForce(name, [.. set.All.Select(NameOf)]));
            found.AddRange(named);
        }
        return new BoundPolicies(found.ToImmutable(), null);
    }

    /// <summary>What people call a policy: the last part of its id without <c>.csx</c>; for <c>policy.csx</c> what it is in, as the command line does.</summary>
    private static string NameOf(ActivePolicy policy)
    {
        var parts = policy.Id.Split('/');
        if (parts is [.., var folder, FolderPolicy]) return folder;
        var last = parts[^1];
        return last.EndsWith(Ending, StringComparison.Ordinal) ? last[..^Ending.Length] : last;
    }

    private static SettingsProblem NotInForce(string name, ImmutableArray<string> known) =>
        Invalid($"names a policy that is not in force, {NearestName.Described(name, known)}", NearestName.Of(name, known));

    private static SettingsProblem Invalid(string what, string? nearest = null) =>
        new(SettingsProblem.InvalidCode, $"setting `{ReservedSettings.Policies}` {what}") { Setting = ReservedSettings.Policies, Nearest = nearest };
}
