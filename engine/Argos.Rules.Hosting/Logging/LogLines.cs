using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Argos.Rules.Hosting.Logging;

/// <summary>The log of a process: lines on standard error, in one of two forms that every process shares.</summary>
public static class LogLines
{
    private const int MaximumWaiting = 1000;

    /// <summary>Writes the log.</summary>
    /// <param name="logging">Where loggers are set up.</param>
    /// <param name="json">JSON, else text for people.</param>
    public static void Configure(ILoggingBuilder logging, bool json)
    {
        logging.AddConsole(console =>
        {
            console.LogToStandardErrorThreshold = LogLevel.Trace;
            // Whoever does not read standard error must not stop the process: what does not fit is dropped, and a line says how much.
            console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite;
            console.MaxQueueLength = MaximumWaiting;
            console.FormatterName = json ? JsonLines.FormatterName : TextLines.FormatterName;
        });
        logging.Services.AddSingleton<ConsoleFormatter>(static s => new JsonLines(s.GetService<TimeProvider>() ?? TimeProvider.System));
        logging.Services.AddSingleton<ConsoleFormatter>(static s => new TextLines(s.GetService<TimeProvider>() ?? TimeProvider.System));
    }
}
