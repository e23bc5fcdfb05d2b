using System.Globalization;
using System.Text;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Sandbox.Metering;

namespace Argos.Rules.Sandbox.Runtime.Intrinsics;

/// <summary>Printing and parsing, invariant.</summary>
public static class PrintingIntrinsics
{
    [Intercepts("System.Int32.ToString")]
    public static string Print(ref int self) =>
        Formats.Text(self, null);

    [Intercepts("System.Int64.ToString")]
    public static string Print(ref long self) =>
        Formats.Text(self, null);

    [Intercepts("System.DateTimeOffset.ToString")]
    public static string Print(ref DateTimeOffset self) =>
        Formats.Text(self, null);

    [Intercepts("System.DateTimeOffset.ToString(System.String)")]
    public static string Print(ref DateTimeOffset self, string? format) =>
        Formats.Text(self, format);

    [Intercepts("System.TimeSpan.ToString")]
    public static string Print(ref TimeSpan self) =>
        Formats.Text(self, null);

    [Intercepts("System.Nullable`1.ToString")]
    public static string Print<T>(ref T? self) where T : struct
    {
        if (self is not { } value) return "";
        var text = Formats.Time(value, null) ?? (value as IFormattable)?.ToString(null, CultureInfo.InvariantCulture) ?? value.ToString();
        Cost.Text(text?.Length ?? 0);
        return text ?? "";
    }

    [Intercepts("System.Int32.Parse(System.String)")]
    public static int ParseInt32(string text)
    {
        // The failure quotes the text.
        Cost.Text(2L * text.Length);
        return int.Parse(text, NumberStyles.Integer, CultureInfo.InvariantCulture);
    }

    [Intercepts("System.Int64.Parse(System.String)")]
    public static long ParseInt64(string text)
    {
        Cost.Text(2L * text.Length);
        return long.Parse(text, NumberStyles.Integer, CultureInfo.InvariantCulture);
    }

    [Intercepts("System.Int32.TryParse(System.String,System.Int32@)")]
    public static bool TryParse(string? text, out int value)
    {
        Cost.Scan(text?.Length ?? 0);
        return int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value);
    }

    [Intercepts("System.Int64.TryParse(System.String,System.Int64@)")]
    public static bool TryParse(string? text, out long value)
    {
        Cost.Scan(text?.Length ?? 0);
        return long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value);
    }

    [Intercepts("System.DateTimeOffset.TryParse(System.String,System.DateTimeOffset@)")]
    public static bool TryParse(string? text, out DateTimeOffset value)
    {
        Meter.Steps(20 + (text?.Length ?? 0));
        var read = ExactTime.TryParse(text, out value);
        value = value.ToUniversalTime();
        return read;
    }

    [Intercepts("System.Object.ToString")]
    public static string? Print(object self)
    {
        // Of records (metered themselves) and of what the context gives; no text is longer than what it is made of.
        var text = Formats.Time(self, null) ?? self.ToString();
        if (!ReferenceEquals(text, self)) Cost.Text(text?.Length ?? 0);
        return text;
    }

    [Intercepts("System.Text.StringBuilder.Append(System.String)")]
    public static StringBuilder Append(StringBuilder self, string? text)
    {
        Cost.Text(2L * (text?.Length ?? 0));
        return self.Append(text);
    }

    [Intercepts("System.Text.StringBuilder.Append(System.Object)")]
    public static StringBuilder Append(StringBuilder self, object? value)
    {
        return Append(self, Formats.Time(value, null) ?? value?.ToString());
    }
}
