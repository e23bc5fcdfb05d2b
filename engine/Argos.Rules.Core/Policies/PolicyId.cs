using System.Buffers;
using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Core.Policies;

/// <summary>The rules for policy ids such as <c>argos/stock-policies/kubernetes.csx</c>: what can be a path of a URL in one way only.</summary>
internal static class PolicyId
{
    /// <summary>The code of the diagnostic about an id.</summary>
    public const string Code = "policy-id";

    /// <summary>The most segments an id has.</summary>
    public const int MaximumSegments = 8;

    /// <summary>The longest segment, in characters: that of a Kubernetes name.</summary>
    public const int MaximumSegmentLength = 253;

    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

    /// <summary>What is wrong with an id; <see langword="null"/> for a good one.</summary>
    public static Diagnostic? Problem(string id)
    {
        var count = 0;
        foreach (var range in id.AsSpan().Split('/'))
        {
            var segment = id.AsSpan(range);
            if (++count > MaximumSegments) return Refused($"a policy id has at most {MaximumSegments} segments between slashes");
            if (segment.IsEmpty) return Refused("a policy id has no empty segment");
            if (segment.Length > MaximumSegmentLength) return Refused($"a segment of a policy id has at most {MaximumSegmentLength} characters");
            if (segment is "." or "..") return Refused("a policy id has no `.` or `..` segment");
            if (segment.ContainsAnyExcept(Allowed)) return Refused("a segment of a policy id has only letters, digits, `.`, `_` and `-`");
        }
        return null;
    }

    // The id itself stays out of the diagnostic: one that breaks the rules may hold anything.
    private static Diagnostic Refused(string message) => new(Code, message);
}
