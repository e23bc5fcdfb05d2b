namespace Argos.Rules.Sandbox.Loading;

/// <summary>A policy failed; it denies. The message says how and in which line, and holds none of the policy's values.</summary>
internal sealed class PolicyFaultException(string message) : Exception(message);
