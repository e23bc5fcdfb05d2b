namespace Argos.Rules.Cli.Terminals;

/// <summary>The caller asked for what makes no sense; the message says what to change. One line, lower case.</summary>
internal sealed class UsageException(string message) : Exception(message);
