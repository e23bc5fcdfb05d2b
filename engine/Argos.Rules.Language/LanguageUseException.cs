namespace Argos.Rules.Language;

/// <summary>A policy used a member of the language wrongly. The message is about the mistake and quotes none of the policy's values.</summary>
internal sealed class LanguageUseException(string message) : ArgumentException(message);
