using Argos.Rules.Contracts.Decisions;

namespace Argos.Rules.Core.Decisions;

/// <summary>Bounds what the policies of one decision may write into its record, all of them together: shadow policies may be many.</summary>
internal struct WrittenText
{
    /// <summary>The most characters of details in one decision.</summary>
    public const int Maximum = 16 * 1024;

    /// <summary>Stands in the place of a detail that has no room.</summary>
    public const string LeftOut = "(left out: the policies of this decision wrote more than 16384 characters)";

    private int _written;

    /// <summary>The result with its detail, or without when there is no room for it.</summary>
    public PolicyResult Bound(PolicyResult result)
    {
        if (result.Detail is not { } detail) return result;
        _written += detail.Length;
        return _written <= Maximum ? result : result with { Detail = LeftOut };
    }
}
