namespace Argos.Rules.Core.Compilation;

/// <summary>There is no compiler now, which says nothing about the policy: what asked for it can ask again.</summary>
internal sealed class CompilerUnavailableException(Exception cause) : Exception("the compiler cannot be started", cause);
