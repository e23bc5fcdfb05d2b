namespace Argos.Rules.Core.Facts.Fetching;

/// <summary>A source could not be asked, or not understood for now. The message is for logs and holds no secret.</summary>
internal sealed class FactUnreachableException(string message) : Exception(message);
