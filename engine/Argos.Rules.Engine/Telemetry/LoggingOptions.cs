namespace Argos.Rules.Engine.Telemetry;

/// <summary>The log, on standard error.</summary>
internal sealed class LoggingOptions
{
    /// <summary>How a line looks.</summary>
    public LogFormat Format { get; set; } = LogFormat.Json;

    /// <summary>The least level that is written.</summary>
    public LogLevel Level { get; set; } = LogLevel.Information;
}

/// <summary>How a line of the log looks.</summary>
internal enum LogFormat
{
    /// <summary>One JSON object a line.</summary>
    Json,

    /// <summary>For people.</summary>
    Text,
}
