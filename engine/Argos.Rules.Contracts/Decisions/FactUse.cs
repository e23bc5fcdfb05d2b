namespace Argos.Rules.Contracts.Decisions;

/// <summary>A fact that a policy asked for.</summary>
/// <param name="Kind">The kind, for example <c>aws/caller-identity</c>.</param>
/// <param name="Subject">What it is about, without secrets; empty when there is only one of its kind.</param>
/// <param name="State"><c>known</c>, <c>refused</c>, <c>unreachable</c>, or <c>pending</c> when it was not found out.</param>
/// <param name="Problem">What is wrong; <see langword="null"/> when it is known or pending.</param>
public sealed record FactUse(string Kind, string Subject, string State, string? Problem);
