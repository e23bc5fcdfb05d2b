using System.Collections.Immutable;
using System.Globalization;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Instances;

namespace Argos.Rules.Cli.Diff;

/// <summary>How the new version answers otherwise than the old one.</summary>
internal enum DifferenceKind
{
    /// <summary>The new version allows what the old one did not.</summary>
    NewlyGranted,

    /// <summary>Both allow, and the new version's directives say more than the old one's.</summary>
    Wider,

    /// <summary>Both allow, and the new version's directives say less.</summary>
    Narrower,

    /// <summary>The old version allowed it.</summary>
    NewlyRefused,

    /// <summary>Neither allows, for other reasons.</summary>
    OtherCode,
}

/// <summary>One kind of difference, with a question that shows it.</summary>
/// <param name="Input">The question.</param>
/// <param name="Old">The old version's answer.</param>
/// <param name="New">The new version's answer.</param>
internal sealed record Difference(DiffInput Input, Decision Old, Decision New)
{
    public DifferenceKind Kind { get; } = KindOf(Old, New);

    /// <summary>What makes two differences the same kind.</summary>
    public string Key { get; } = $"{Line(Old)} => {Line(New)}";

    public bool IsWidening => Kind is DifferenceKind.NewlyGranted or DifferenceKind.Wider;

    /// <summary>Whether two decisions are not the same to ZTS.</summary>
    public static bool Differ(Decision one, Decision other) =>
        one.Outcome != other.Outcome || !one.Codes.SequenceEqual(other.Codes) || !one.Attributes.SequenceEqual(other.Attributes);

    /// <summary>A decision in a few words.</summary>
    public static string Line(Decision decision)
    {
        var outcome = decision.Outcome switch
        {
            DecisionOutcome.Allowed => "allowed",
            DecisionOutcome.Denied => "denied",
            _ =>
            "undecided"
        };
        return string.Join(' ', (string[])[outcome, .. decision.Codes, .. decision.Attributes.Select(static a => $"{a.Key}={a.Value}")]);
    }

    private static DifferenceKind KindOf(Decision old, Decision @new) => (old.Outcome, @new.Outcome) switch
    {
        (DecisionOutcome.Allowed, DecisionOutcome.Allowed) => IsNarrower(old.Attributes, @new.Attributes) ? DifferenceKind.Narrower
            : DifferenceKind.Wider,
        (_, DecisionOutcome.Allowed) => DifferenceKind.NewlyGranted,
        (DecisionOutcome.Allowed, _) => DifferenceKind.NewlyRefused,
        _ => DifferenceKind.OtherCode,
    };

    /// <summary>Only what is surely less: a life that is shorter, or limited at all. Everything else that changes counts as more.</summary>
    private static bool IsNarrower(ImmutableSortedDictionary<string, string> old, ImmutableSortedDictionary<string, string> @new)
    {
        if (!old.Remove(AttributeNames.CertExpiryTime).SequenceEqual(@new.Remove(AttributeNames.CertExpiryTime))) return false;
        return Life(@new) < Life(old);
    }

    private static long Life(ImmutableSortedDictionary<string, string> attributes) =>
        attributes.TryGetValue(AttributeNames.CertExpiryTime, out var text)
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) ? minutes : long.MaxValue;
}
