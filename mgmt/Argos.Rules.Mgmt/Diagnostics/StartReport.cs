using Argos.Rules.Mgmt.Telemetry;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Argos.Rules.Mgmt.Diagnostics;

/// <summary>What an operator wants to see first in the log: the version, where it listens, where its set comes from.</summary>
internal sealed partial class StartReport(IServer server, string source, ILogger<StartReport> logger) : IHostedLifecycleService
{
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var listeners = string.Join(", ", server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []);
        LogVersion(logger, ProductInfo.Version);
        LogListeners(logger, listeners);
        LogSource(logger, source);
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Information, Message = "argos-mgmt {Version}")]
    private static partial void LogVersion(ILogger logger, string version);

    [LoggerMessage(Level = LogLevel.Information, Message = "Listening on {Listeners}")]
    private static partial void LogListeners(ILogger logger, string listeners);

    [LoggerMessage(Level = LogLevel.Information, Message = "Source: {Source}")]
    private static partial void LogSource(ILogger logger, string source);
}
