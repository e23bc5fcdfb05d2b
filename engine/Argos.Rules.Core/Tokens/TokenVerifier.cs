using Argos.Rules.Language;

namespace Argos.Rules.Core.Tokens;

/// <summary>Verification of tokens as one decision sees it: with the keys of its snapshot, at its time.</summary>
/// <param name="verification">What all decisions share.</param>
/// <param name="data">The snapshot.</param>
/// <param name="now">The time.</param>
/// <param name="unknownKey">Gets the path of a key set that does not have a token's key; <see langword="null"/> when nobody is to
/// know.</param>
internal sealed class TokenVerifier(TokenVerification verification, IDataView data, DateTimeOffset now, Action<string>? unknownKey) : ITokenVerifier
{
    public TokenCheck Verify(string? token, TokenExpectation expectation) => verification.Verify(token, expectation, data, now, unknownKey);
}
