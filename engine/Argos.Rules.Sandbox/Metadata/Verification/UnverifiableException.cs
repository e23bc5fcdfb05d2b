namespace Argos.Rules.Sandbox.Metadata.Verification;

/// <summary>A body is not what the small language gives. It ends the look at that body, and with it the policy.</summary>
internal sealed class UnverifiableException(string message) : Exception(message);
