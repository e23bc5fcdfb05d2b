using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Argos.Rules.Hosting.Logging;

/// <summary>
/// One JSON object a line: <c>time</c> (ISO 8601, UTC), <c>level</c>, <c>logger</c>, <c>message</c>, <c>traceId</c> where there is a trace, <c>fields</c> with the
/// values of the message by their names, and <c>exception</c>. Quotes stay readable, because this goes into no HTML; control characters are escaped.
/// </summary>
public sealed class JsonLines(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    /// <summary>What it is called in the settings of the console logger.</summary>
    public const string FormatterName = "argos-json";

    private const string Format = "{OriginalFormat}";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        ArgumentNullException.ThrowIfNull(textWriter);
        var message = logEntry.Formatter?.Invoke(logEntry.State, logEntry.Exception);
        if (message is null && logEntry.Exception is null) return;
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("time", LogTime.Text(time.GetUtcNow()));
            json.WriteString("level", LogTime.Level(logEntry.LogLevel));
            json.WriteString("logger", logEntry.Category);
            json.WriteString("message", message);
            if (Activity.Current is { } activity) json.WriteString("traceId", activity.TraceId.ToHexString());
            if (logEntry.State is IReadOnlyCollection<KeyValuePair<string, object?>> { Count: > 1 } fields) Write(json, fields);
            if (logEntry.Exception is { } exception) json.WriteString("exception", exception.ToString());
            json.WriteEndObject();
        }
        textWriter.Write(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
        textWriter.Write('\n');
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyCollection<KeyValuePair<string, object?>> fields)
    {
        json.WriteStartObject("fields");
        foreach (var (name, value) in fields)
        {
            if (name != Format) Write(json, JsonNamingPolicy.CamelCase.ConvertName(name), value);
        }
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNull(name);
                break;
            case bool flag:
                json.WriteBoolean(name, flag);
                break;
            case int or long or short or byte or uint or ushort or sbyte:
                json.WriteNumber(name, Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case double number when double.IsFinite(number):
                json.WriteNumber(name, number);
                break;
            case DateTimeOffset moment:
                json.WriteString(name, LogTime.Text(moment));
                break;
            default:
                json.WriteString(name, Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }
}
