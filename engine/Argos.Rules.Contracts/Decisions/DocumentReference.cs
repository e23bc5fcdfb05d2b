namespace Argos.Rules.Contracts.Decisions;

/// <summary>A document of the data tree that a decision read.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Sha256">SHA-256 of its JSON as it was sent, lower-case hex; <see langword="null"/> when there was none, or the path leads to several.</param>
/// <param name="Digest">The digest of all that is below the path, when it leads to several or to a projected object.</param>
public sealed record DocumentReference(string Path, string? Sha256, string? Digest = null);
