namespace Argos.Rules.Core.Trials;

/// <summary>A policy could not be tried out now, which says nothing about it: what asked for it can ask again. It is not in force meanwhile.</summary>
internal sealed class TrialUnavailableException(string message) : Exception(message);
