namespace Argos.Rules.Engine.Listeners;

/// <summary>The certificates to start with cannot be used: correct the files and start again.</summary>
internal sealed class CertificateSetException(string message) : Exception(message);
