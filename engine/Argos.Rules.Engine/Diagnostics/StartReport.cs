using Argos.Rules.Core.Sync;
using Argos.Rules.Core.Telemetry;
using Argos.Rules.Engine.Listeners;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Argos.Rules.Engine.Diagnostics;

/// <summary>What an operator wants to see first in the log: the version, where it listens, what it shows, whom it waits for.</summary>
internal sealed partial class StartReport(
    IServer server, CertificateStore certificates, SyncOptions sync, ILogger<StartReport> logger) : IHostedLifecycleService
{
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var listeners = string.Join(", ", server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []);
        var sources = sync.RequiredSources.IsDefaultOrEmpty ? "none" : string.Join(", ", sync.RequiredSources);
        LogVersion(ProductInfo.Version);
        LogListeners(listeners);
        if (certificates.Current is { } current) LogCertificate(current.Subject, current.NotAfter);
        LogSources(sources);
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Information, Message = "argos-engine {Version}")]
    private partial void LogVersion(string version);

    [LoggerMessage(Level = LogLevel.Information, Message = "Listening on {Listeners}")]
    private partial void LogListeners(string listeners);

    [LoggerMessage(Level = LogLevel.Information, Message = "Certificate: {Subject}, valid until {NotAfter:u}")]
    private partial void LogCertificate(string subject, DateTimeOffset notAfter);

    [LoggerMessage(Level = LogLevel.Information, Message = "Sources that must have declared their whole set: {Sources}")]
    private partial void LogSources(string sources);
}
