namespace Argos.Rules.Core.Compilation;

/// <summary>There is no compiler now, which says nothing about the policy: what asked for it can ask again.</summary>
/// <param name="why">Why, one line.</param>
/// <param name="cause">The failure.</param>
internal sealed class CompilerUnavailableException(string why, Exception cause) : Exception($"the compiler cannot be used: {why}", cause);
