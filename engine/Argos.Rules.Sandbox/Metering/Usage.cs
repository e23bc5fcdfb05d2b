namespace Argos.Rules.Sandbox.Metering;

/// <summary>What an evaluation used of its budget.</summary>
internal readonly record struct Usage(long Steps, long Bytes);
