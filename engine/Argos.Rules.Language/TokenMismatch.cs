namespace Argos.Rules.Language;

/// <summary>What is said of a token for somebody else: what it names and what was expected, because one of the two has to be corrected.</summary>
internal static class TokenMismatch
{
    public const string IssuerCode = "token-issuer";
    public const string AudienceCode = "token-audience";

    /// <summary>The issuer is none of those that are expected.</summary>
    public static Finding Issuer(string? named, IReadOnlyList<string> expected) =>
        new(IssuerCode, $"the token is of {(named is null ? "no issuer" : $"issuer {Quoted.Text(named)}")}, expected is {Quoted.Texts(expected)}");

    /// <summary>The first audience, whom the token was asked for, is none of those that are expected.</summary>
    public static Finding FirstAudience(string named, IReadOnlyList<string> expected) =>
        new(AudienceCode, $"the token is first for audience {Quoted.Text(named)}, expected is {Quoted.Texts(expected)}");

    /// <summary>No audience is one of those that are expected.</summary>
    public static Finding Audience(IReadOnlyList<string> named, IReadOnlyList<string> expected) =>
        new(AudienceCode, $"the token is for {(named.Count == 0 ? "no audience" : $"audience {Quoted.Texts(named)}")}, expected is {Quoted.Texts(expected)}");
}
