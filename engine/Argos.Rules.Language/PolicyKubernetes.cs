using Argos.Rules.Language.Facts;

namespace Argos.Rules.Language;

/// <summary>What the Kubernetes API server knows beside the replicated data.</summary>
public sealed class PolicyKubernetes
{
    // A token is a few KB; what is longer is none.
    private const int MaximumToken = 16 * 1024;

    private const int MaximumAudiences = 8;

    private readonly IFactView _facts;

    internal PolicyKubernetes(IFactView facts) => _facts = facts;

    /// <summary>
    /// Asks the API server about a token (TokenReview), through mgmt. It tells of a token that is revoked before it expires, which
    /// a signature does not; the API server pays for each question, so ask last.
    /// </summary>
    /// <param name="token">The token, for example <c>Input.IdentityToken</c>.</param>
    /// <param name="audiences">The audiences of which the token must be for one; none is a problem, it would mean those of the API server.</param>
    public TokenReview Review(string? token, IReadOnlyList<string> audiences)
    {
        if (string.IsNullOrEmpty(token) || token.Length > MaximumToken) return new TokenReview(null, FactAnswer.Refused("there is no token, or it is too long"));
        if (audiences is not { Count: > 0 and <= MaximumAudiences } || audiences.Any(string.IsNullOrEmpty)) return new TokenReview(null, FactAnswer.Refused("no audience is expected, or too many are"));
        var request = new TokenReviewRequest(token, [.. audiences]);
        return new TokenReview(request, _facts.Find(request));
    }
}
