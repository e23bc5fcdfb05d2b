namespace Argos.Rules.Engine.Scripting;

/// <summary>Starts the compiler's process with the engine, so that the first policy does not wait for it; nobody waits for this.</summary>
internal sealed partial class CompilerStart(CompileWorkerHost compiler, ILogger<CompilerStart> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
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
