using System.Collections.Immutable;

namespace Argos.Rules.Engine.Management;

/// <summary>What an operator should mend: logged at the start, and in `/v1/status` as long as it is so.</summary>
internal sealed partial class ManagementWarnings(BearerToken token, ILogger<ManagementWarnings> logger) : IHostedService
{
    /// <summary>Anybody on this machine may change the policies.</summary>
    public const string NoToken = "the management API asks for no token: any process on this machine, or in this pod, can change policies; set `Management:TokenFile`";

    /// <summary>The warnings, each one line.</summary>
    public ImmutableArray<string> All => token.IsRequired ? [] : [NoToken];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var warning in All) LogWarning(warning);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Unsafe setting: {Warning}")]
    private partial void LogWarning(string warning);
}
