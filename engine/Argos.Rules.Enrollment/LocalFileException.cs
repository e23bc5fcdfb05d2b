namespace Argos.Rules.Enrollment;

/// <summary>A file of ours cannot be used: correct it. The message names it and shows none of its content.</summary>
internal sealed class LocalFileException(string message, Exception? cause) : Exception(message, cause);
