using Argos.Rules.Hosting.Logging;
using Argos.Rules.Hosting.Otlp;

namespace Argos.Rules.Engine.Telemetry;

/// <summary>Sets up the log: all of it on standard error, for standard output belongs to the audit log; at the collector, too, where there is one.</summary>
internal static class EngineLogging
{
    public static void Configure(ILoggingBuilder logging, LoggingOptions options, OtlpOptions otlp)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(options.Level);
        // Kestrel and the host log each connection and request at Information.
        logging.AddFilter("Microsoft", options.Level > LogLevel.Warning ? options.Level : options.Level < LogLevel.Information ? options.Level : LogLevel.Warning);
        // Who listens here makes the host begin an activity for each request, also for what the level leaves out.
        if (options.Level >= LogLevel.Information) logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        LogLines.Configure(logging, options.Format == LogFormat.Json);
        if (otlp is { Enabled: true, Logs: true }) new OtlpSender(otlp.Target()).Logs(logging);
    }
}
