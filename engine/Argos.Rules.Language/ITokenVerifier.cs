namespace Argos.Rules.Language;

/// <summary>Verifies JSON Web Tokens. Implemented by the engine, with its cache of verified signatures.</summary>
public interface ITokenVerifier
{
    /// <summary>Checks a token; never throws for a bad one.</summary>
    /// <param name="token">The compact serialization (RFC 7515), or <see langword="null"/>.</param>
    /// <param name="expectation">What must hold.</param>
    TokenCheck Verify(string? token, TokenExpectation expectation);
}
