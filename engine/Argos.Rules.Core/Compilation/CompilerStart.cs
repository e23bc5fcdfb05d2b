using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Argos.Rules.Core.Compilation;

/// <summary>
/// Starts the compiler's process with the engine, so that the first policy does not wait for it; nobody waits for this. With
/// compiled policies at hand it starts later: on a restart the processors are needed to become ready.
/// </summary>
internal sealed partial class CompilerStart(CompileWorkerHost compiler, PolicyCache cache, TimeProvider time, ILogger<CompilerStart> logger) : BackgroundService
{
    private static readonly TimeSpan AfterRestart = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            if (cache.HasCompiled) await Task.Delay(AfterRestart, time, stoppingToken);
            await compiler.WarmAsync(stoppingToken);
        }
        catch (IOException problem)
        {
            // The first policy tries again and tells its author.
            LogNotStarted(problem);
        }
    }

    [LoggerMessage(LogLevel.Error, "The compiler could not be started; policies are refused until it can")]
    private partial void LogNotStarted(Exception problem);
}
