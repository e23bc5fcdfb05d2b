using Microsoft.Extensions.Logging.Console;

namespace Argos.Rules.Engine.Telemetry;

/// <summary>Sets up the log: all of it on standard error, for standard output belongs to the audit log.</summary>
internal static class EngineLogging
{
    private const string TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";

    public static void Configure(ILoggingBuilder logging, LoggingOptions options)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(options.Level);
        // Kestrel and the host tell each connection and request at Information.
        logging.AddFilter("Microsoft", options.Level > LogLevel.Warning ? options.Level : options.Level < LogLevel.Information ? options.Level : LogLevel.Warning);
        // Who listens here makes the host begin an activity for each request, also for what the level leaves out.
        if (options.Level >= LogLevel.Information) logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        logging.AddConsole(static console =>
        {
            console.LogToStandardErrorThreshold = LogLevel.Trace;
            // Whoever does not read standard error must not stop the engine: what does not fit is dropped, and a line says how much.
            console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite;
            console.MaxQueueLength = 1000;
        });
        if (options.Format == LogFormat.Json)
        {
            logging.AddJsonConsole(static format =>
            {
                format.UseUtcTimestamp = true;
                format.TimestampFormat = TimestampFormat;
            });
            return;
        }
        logging.AddSimpleConsole(static format =>
        {
            format.UseUtcTimestamp = true;
            format.TimestampFormat = TimestampFormat + " ";
            format.SingleLine = true;
        });
    }
}
