using Argos.Rules.Language.Facts;

namespace Argos.Rules.Language;

/// <summary>Verification with keys that are a fact. No keys is never a reason to skip the signature.</summary>
internal static class FetchedKeys
{
    public static TokenFact Verify(
        ITokenVerifier verifier,
        IFactView facts,
        FactRequest request,
        string? token,
        string issuer,
        IReadOnlyList<string> audiences,
        bool requireExpiry)
    {
        var answer = facts.Find(request);
        if (answer.State != FactState.Known) return TokenFact.Of(request, answer);
        var expectation = new TokenExpectation
        {
            Keys = request.ToString(),
            KeySet = answer.Value,
            Issuers = [issuer],
            Audiences = audiences,
            RequireExpiry = requireExpiry,
        };
        var check = verifier.Verify(token, expectation);
        // A key that is not there may be a new one. The engine knows whether it is worth another look.
        if (check.Code == "token-key-unknown" && facts.Renew(request) is { State: FactState.Pending } pending) return TokenFact.Of(request, pending);
        return TokenFact.Of(check);
    }
}
