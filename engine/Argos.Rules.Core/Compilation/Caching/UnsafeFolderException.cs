namespace Argos.Rules.Core.Compilation.Caching;

/// <summary>What is kept there cannot be trusted: somebody else could have written it. The message is one line, with what to do.</summary>
internal sealed class UnsafeFolderException(string message) : Exception(message);
