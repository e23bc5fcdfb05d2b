using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Contracts.Language;

/// <summary>What a token has to fulfil.</summary>
public sealed record TokenExpectation
{
    /// <summary>The path of the JWKS document in the data tree; with <see cref="KeySet"/> the name of that document.</summary>
    public required string Keys { get; init; }

    /// <summary>The JWKS document itself, when it does not come from the data tree.</summary>
    public DataValue? KeySet { get; init; }

    /// <summary>The issuer, exact. A missing one makes every token invalid.</summary>
    public required string? Issuer { get; init; }

    /// <summary>One of the token's audiences, exact. A missing one makes every token invalid.</summary>
    public required string? Audience { get; init; }

    /// <summary>Whether a token without <c>exp</c> is invalid. Kubernetes tokens always expire, ZTS register tokens never do.</summary>
    public bool RequireExpiry { get; init; } = true;
}
