using Argos.Rules.Core.Sync;
using Argos.Rules.Engine.Listeners;
using Argos.Rules.Hosting.Diagnostics;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Argos.Rules.Engine.Diagnostics;

/// <summary>Logs what the engine shows and whom it waits for.</summary>
internal sealed partial class EngineStartReport(
    IServer server, CertificateStore certificates, SyncOptions sync, ILogger<EngineStartReport> logger) : StartReport("argos-engine",
    logger)
{
    protected override IEnumerable<string> Listeners => server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];

    protected override void LogMore()
    {
        var sources = sync.RequiredSources.IsDefaultOrEmpty ? "none" : string.Join(", ", sync.RequiredSources);
        if (certificates.Current is { } current) LogCertificate(Logger, current.Subject, current.NotAfter);
        LogSources(Logger, sources);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Certificate: {Subject}, valid until {NotAfter:u}")]
    private static partial void LogCertificate(ILogger logger, string subject, DateTimeOffset notAfter);

    [LoggerMessage(Level = LogLevel.Information, Message = "Sources that must have declared their whole set: {Sources}")]
    private static partial void LogSources(ILogger logger, string sources);
}
