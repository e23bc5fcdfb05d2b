using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Core.Policies;

/// <summary>
/// How many policies the engine takes, and how large they may be together; section `Policies`. Each that is loaded takes about eight memory mappings,
/// of which Linux allows a process 65,530, and about 150 KB.
/// </summary>
internal sealed class PolicyLimits
{
    /// <summary>The code of the diagnostic about a policy for which there is no room.</summary>
    public const string Code = "policy-limit";

    /// <summary>The most policies in force, of all sources together. Default 1000.</summary>
    [Range(1, 4_000)]
    public int Maximum { get; set; } = 1_000;

    /// <summary>The most policies of one source, and of all that were written without one. Default 1000.</summary>
    [Range(1, 4_000)]
    public int MaximumOfSource { get; set; } = 1_000;

    /// <summary>The most bytes of texts, tests and compiled images of all policies together. Default 134217728.</summary>
    [Range(65_536, 4L * 1024 * 1024 * 1024)]
    public long MaximumBytes { get; set; } = 128L * 1024 * 1024;

    /// <summary>The most bytes of those of one source. Default 134217728.</summary>
    [Range(65_536, 4L * 1024 * 1024 * 1024)]
    public long MaximumBytesOfSource { get; set; } = 128L * 1024 * 1024;

    /// <summary>What is wrong with one more policy, or another version of one; <see langword="null"/> when there is room.</summary>
    /// <param name="inForce">The policies in force.</param>
    /// <param name="policy">The one to be put into force.</param>
    public Diagnostic? Problem(PolicySet inForce, ActivePolicy policy)
    {
        var (all, own) = (Total.Of(policy), Total.Of(policy));
        foreach (var other in inForce.All)
        {
            if (other.Id == policy.Id) continue;
            all += Total.Of(other);
            if (other.Owner == policy.Owner) own += Total.Of(other);
        }
        // One that does not grow is taken on: an edit that makes it smaller is the way out.
        if (inForce.Find(policy.Id) is { } before && before.Owner == policy.Owner && Total.Of(policy).Bytes <= Total.Of(before).Bytes) return null;
        if (all.Count > Maximum) return Refused(policy, nameof(Maximum), $"{Maximum} policies are in force");
        if (own.Count > MaximumOfSource) return Refused(policy, nameof(MaximumOfSource), $"{MaximumOfSource} policies of this source are in force");
        if (all.Bytes > MaximumBytes) return Refused(policy, nameof(MaximumBytes), $"the policies in force take {all.Bytes} bytes together with it, and {MaximumBytes} are allowed");
        if (own.Bytes > MaximumBytesOfSource) return Refused(policy, nameof(MaximumBytesOfSource), $"those of this source take {own.Bytes} bytes together with it, and {MaximumBytesOfSource} are allowed");
        return null;
    }

    private static Diagnostic Refused(ActivePolicy policy, string setting, FormattableString found) => new(
        Code, $"there is no room for this policy: {found.ToString(CultureInfo.InvariantCulture)}; remove some, or raise `Policies:{setting}`", new Location(policy.Id, 1, 1));

    /// <summary>What some policies come to.</summary>
    private readonly record struct Total(int Count, long Bytes)
    {
        public static Total Of(ActivePolicy policy) => new(1, policy.Bytes);

        public static Total operator +(Total one, Total other) => new(one.Count + other.Count, one.Bytes + other.Bytes);
    }
}
