namespace Argos.Rules.Enrollment;

/// <summary>ZTS could not be asked: try again later.</summary>
internal sealed class ZtsUnavailableException(string message, Exception? cause) : Exception(message, cause);
