using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Argos.Rules.Hosting.Diagnostics;

/// <summary>What an operator wants to see first in the log: the version, where the program listens, and what the program adds.</summary>
/// <param name="program">The program's name.</param>
/// <param name="logger">The log.</param>
internal abstract partial class StartReport(string program, ILogger logger) : IHostedLifecycleService
{
    /// <summary>The log.</summary>
    protected ILogger Logger => logger;

    /// <summary>Where the program listens; known once it does.</summary>
    protected abstract IEnumerable<string> Listeners { get; }

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var listeners = string.Join(", ", Listeners);
        LogVersion(program, ProductInfo.Version);
        LogListeners(listeners);
        LogMore();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Logs what only this program has.</summary>
    protected abstract void LogMore();

    [LoggerMessage(Level = LogLevel.Information, Message = "{Program} {Version}")]
    private partial void LogVersion(string program, string version);

    [LoggerMessage(Level = LogLevel.Information, Message = "Listening on {Listeners}")]
    private partial void LogListeners(string listeners);
}
