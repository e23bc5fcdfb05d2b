namespace Argos.Rules.Engine.Listeners;

/// <summary>The three PEM files that belong together.</summary>
/// <param name="Certificate">The server's certificate, followed by its intermediates.</param>
/// <param name="Key">Its private key, not encrypted.</param>
/// <param name="ClientCa">The roots (and intermediates) that clients' certificates must chain to.</param>
/// <param name="Awaited">Whether certificate and key may come later, because the engine obtains them itself.</param>
internal sealed record CertificateFiles(string Certificate, string Key, string ClientCa, bool Awaited = false);
