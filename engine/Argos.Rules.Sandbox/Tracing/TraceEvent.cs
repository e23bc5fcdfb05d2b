namespace Argos.Rules.Sandbox.Tracing;

/// <summary>What happened at one place, once.</summary>
/// <param name="Site">The number of the place.</param>
/// <param name="Value">What a condition came to; nothing for anything else.</param>
/// <param name="Text">The values that were compared, the result of a call, the outcome that was returned.</param>
internal readonly record struct TraceEvent(int Site, bool? Value, string? Text);
