using System.Text.Json;
using Argos.Rules.Hosting.Logging;
using Argos.Rules.TestKit.Time;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Argos.Rules.Hosting.Tests.Logging;

internal sealed class LogLinesTests
{
    private static readonly ManualTime Time = new(new DateTimeOffset(2026, 3, 1, 14, 0, 0, 250, TimeSpan.FromHours(1)));

    [Test]
    public void Json_has_iso_times_names_in_one_convention_and_readable_quotes()
    {
        var line = Line(new JsonLines(Time), LogLevel.Warning, "Policy 'a' <b> was \"refused\"\n\u001b[31m", null, new("PolicyId", "a"), new("Count", 3), new("{OriginalFormat}", "x"));

        Assert.That(line, Is.EqualTo("""{"time":"2026-03-01T13:00:00.250Z","level":"warn","logger":"Argos","message":"Policy 'a' <b> was \"refused\"\n\u001B[31m","fields":{"policyId":"a","count":3}}""" + "\n"));
        Assert.That(JsonElement.Parse(line).GetProperty("message").GetString(), Does.EndWith("\u001b[31m"));
    }

    [Test]
    public void Json_has_the_exception()
    {
        var line = Line(new JsonLines(Time), LogLevel.Error, "failed", new InvalidOperationException("why"));

        Assert.That(JsonElement.Parse(line).GetProperty("exception").GetString(), Does.StartWith("System.InvalidOperationException: why"));
    }

    [TestCase("two\nlines", "two\\nlines")]
    [TestCase("red \u001b[31m", "red \\u001b[31m")]
    [TestCase("turned \u202e round", "turned \\u202e round")]
    [TestCase("bell \u0007 and next line \u0085", "bell \\u0007 and next line \\u0085")]
    [TestCase("café 'a'", "café 'a'")]
    public void Text_is_one_line_that_a_terminal_does_not_obey(string message, string shown)
    {
        Assert.That(Line(new TextLines(Time), LogLevel.Information, message), Is.EqualTo($"2026-03-01T13:00:00.250Z info  {shown} (Argos)\n"));
    }

    [Test]
    public void Text_keeps_an_exception_on_the_line()
    {
        Assert.That(Line(new TextLines(Time), LogLevel.Error, "failed", new InvalidOperationException("why\nnot")), Does.Match(@"^\S+ error failed \(Argos\): System\.InvalidOperationException: why\\nnot\n$"));
    }

    private static string Line(ConsoleFormatter formatter, LogLevel level, string message, Exception? exception = null, params KeyValuePair<string, object?>[] fields)
    {
        using var output = new StringWriter();
        formatter.Write(new LogEntry<KeyValuePair<string, object?>[]>(level, "Argos", default, fields, exception, (_, _) => message), null, output);
        return output.ToString();
    }
}
