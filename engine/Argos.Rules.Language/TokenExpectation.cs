using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Language;

/// <summary>What a token has to fulfil.</summary>
public sealed record TokenExpectation
{
    /// <summary>The path of the JWKS document in the data tree; with <see cref="KeySet"/> the name of that document.</summary>
    public required string Keys { get; init; }

    /// <summary>The JWKS document itself, when it does not come from the data tree.</summary>
    public DataValue? KeySet { get; init; }

    /// <summary>The issuers of which the token must be, exact. None makes every token invalid, and an empty text is none.</summary>
    public required IReadOnlyList<string> Issuers { get; init; }

    /// <summary>The audiences of which the token must have one, exact. None makes every token invalid; an empty text is none.</summary>
    public required IReadOnlyList<string> Audiences { get; init; }

    /// <summary>Whether a token without <c>exp</c> is invalid. Kubernetes tokens always expire, ZTS register tokens never do.</summary>
    public bool RequireExpiry { get; init; } = true;

    /// <summary>The list of one text; of none when it is missing.</summary>
    internal static IReadOnlyList<string> ListOf(string? text) => string.IsNullOrEmpty(text) ? [] : [text];

    /// <summary>Whether a text is one of those expected. Nothing is, when it is missing or empty.</summary>
    internal static bool IsExpected(string? text, IReadOnlyList<string> expected)
    {
        if (string.IsNullOrEmpty(text)) return false;
        for (var i = 0; i < expected.Count; i++)
        {
            if (string.Equals(text, expected[i], StringComparison.Ordinal)) return true;
        }
        return false;
    }
}
