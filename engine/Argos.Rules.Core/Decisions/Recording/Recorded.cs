using Argos.Rules.Contracts.Data;
using Argos.Rules.Language;

namespace Argos.Rules.Core.Decisions.Recording;

/// <summary>A value of the data tree that was read.</summary>
/// <param name="Path">The path.</param>
/// <param name="Value">The value; missing when there was none.</param>
internal sealed record RecordedValue(string Path, DataValue Value);

/// <summary>A pod that was looked for.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Json">The projected object; <see langword="null"/> when there was none.</param>
internal sealed record RecordedPod(string Namespace, string Name, byte[]? Json);

/// <summary>A fact that was asked for.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Subject">What it is about, as a replay asks for it.</param>
/// <param name="State"><c>known</c>, <c>refused</c>, <c>unreachable</c> or <c>pending</c>.</param>
/// <param name="Value">The value, when it is known.</param>
/// <param name="Problem">What is wrong.</param>
internal sealed record RecordedFact(string Kind, string Subject, string State, DataValue Value, string? Problem);

/// <summary>A token that was verified.</summary>
/// <param name="Token">The token without its signature.</param>
/// <param name="Expectation">What was expected of it, without a key set.</param>
/// <param name="Finding">What was wrong; <see langword="null"/> when all held.</param>
/// <param name="KeyId">The key, as far as it was read.</param>
internal sealed record RecordedToken(string Token, TokenExpectation Expectation, Finding? Finding, string? KeyId)
{
    /// <summary>What can be wrong with a token whose signature is good.</summary>
    private static readonly string[] OfClaims = ["token-issuer", "token-audience", "token-expired", "token-not-yet-valid"];

    /// <summary>Whether its signature was found to be good.</summary>
    public bool IsSigned => Finding is null || (OfClaims.Contains(Finding.Code) && !IsUnasked);

    /// <summary>Whether it was refused before its signature was looked at, because nothing was expected of it.</summary>
    public bool IsUnasked => Expectation.Issuers.All(string.IsNullOrEmpty) || Expectation.Audiences.All(string.IsNullOrEmpty);
}

/// <summary>A document of a cloud instance that was verified.</summary>
/// <param name="Document">Its text.</param>
/// <param name="Signature">The hash of its signature.</param>
/// <param name="Certificates">Where the certificates are.</param>
/// <param name="Finding">What was wrong; <see langword="null"/> when it was good.</param>
internal sealed record RecordedDocument(string Document, string Signature, string Certificates, Finding? Finding);
