using Argos.Rules.Language;

namespace Argos.Rules.Engine.Tests.SecondOpinion;

/// <summary>
/// Where we refuse what the library takes, and why. There is no list of the other kind: what the library refuses, we
/// refuse.
/// </summary>
internal static class KnownDifferences
{
    private static readonly Difference[] All =
    [
        new("token-malformed", "the header has critical extensions",
            "RFC 7515, 4.1.11: who does not understand an extension must refuse; the library does not look"),
        new("token-malformed", "the header is not a JSON object with distinct members",
            "RFC 8725, 2.4 and 3.2: of two members of one name each reader may take another; the library takes the last"),
        new("token-malformed", "the token holds another token", "a nested token is nothing that an issuer of ours makes"),
        new("token-malformed", "the token is encrypted",
            "`enc` in the header of a signed token; the library decides by the number of parts"),
        new("token-malformed", "`typ` is neither `JWT` nor `at+jwt`",
            "RFC 8725, 3.11: a token made for something else; the library looks only when it is told which"),
        new("token-malformed", "the token is not three parts of base64url",
            "RFC 7515, 2: no padding, no white space; the library decodes leniently"),
        new("token-malformed", "the payload is not a JSON object with distinct members",
            "RFC 8725, 2.4: the same for claims; what follows the object, and what is nested deeply, is refused too"),
        new("token-malformed", "`exp` is not a point in time",
            "RFC 7519, 2: a number; the library also reads texts and values out of range"),
        new("token-malformed", "`nbf` is not a point in time", "the same"),
        new("token-malformed", "`iat` is not a point in time", "the same; the library does not look at it at all"),
        new("token-malformed", "`sub` is not a text", "RFC 7519, 4.1.2: a text; the library makes one of it"),
        new("token-malformed", "`jti` is not a text", "RFC 7519, 4.1.7: the same"),
        new("token-malformed", "`aud` is not a text or a list of texts", "RFC 7519, 4.1.3: the library leaves out what is not a text"),
        new("token-key-unknown", "the header has no `kid`", "without `kid` the library tries every key; ours are named"),
        new("token-algorithm", "", "RFC 8725, 3.1: a key is for its algorithm; the library looks at its kind only"),
        new("token-not-yet-valid", "the token was issued at ", "the library does not look at `iat`"),
    ];

    /// <summary>The reason for a refusal of ours; <see langword="null"/> when there is none.</summary>
    public static string? ReasonFor(TokenCheck check) =>
        Array.Find(All, d => d.Code == check.Code && check.Problem.StartsWith(d.Problem, StringComparison.Ordinal))?.Reason;

    private sealed record Difference(string Code, string Problem, string Reason);
}
