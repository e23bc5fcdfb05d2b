using System.Globalization;
using System.Runtime.CompilerServices;

namespace Argos.Rules.Sandbox.Runtime.Intrinsics;

/// <summary>Interpolated strings: invariant, and charged part by part before the buffer grows.</summary>
public static class InterpolationIntrinsics
{
    [Intercepts("new System.Runtime.CompilerServices.DefaultInterpolatedStringHandler.#ctor(System.Int32,System.Int32)")]
    public static DefaultInterpolatedStringHandler Create(int literalLength, int formattedCount)
    {
        Cost.Text(literalLength + (16L * formattedCount));
        return new DefaultInterpolatedStringHandler(literalLength, formattedCount, CultureInfo.InvariantCulture);
    }

    [Intercepts("System.Runtime.CompilerServices.DefaultInterpolatedStringHandler.#ctor(System.Int32,System.Int32)")]
    public static void Create(ref DefaultInterpolatedStringHandler self, int literalLength, int formattedCount) =>
        self = Create(literalLength, formattedCount);

    [Intercepts("System.Runtime.CompilerServices.DefaultInterpolatedStringHandler.AppendLiteral(System.String)")]
    public static void AppendLiteral(ref DefaultInterpolatedStringHandler self, string text)
    {
        Cost.Text(2L * text.Length);
        self.AppendLiteral(text);
    }

    [Intercepts("System.Runtime.CompilerServices.DefaultInterpolatedStringHandler.AppendFormatted(System.String)")]
    public static void AppendFormatted(ref DefaultInterpolatedStringHandler self, string? text)
    {
        Cost.Text(2L * (text?.Length ?? 0));
        self.AppendFormatted(text);
    }

    [Intercepts("System.Runtime.CompilerServices.DefaultInterpolatedStringHandler.AppendFormatted(System.String,System.Int32,System.String)")]
    public static void AppendFormatted(ref DefaultInterpolatedStringHandler self, string? text, int alignment, string? format)
    {
        Cost.Text(2L * Math.Max(text?.Length ?? 0, Math.Abs((long)alignment)));
        self.AppendFormatted(text, alignment, format);
    }

    [Intercepts("System.Runtime.CompilerServices.DefaultInterpolatedStringHandler.AppendFormatted``1(``0)")]
    public static void AppendFormatted<T>(ref DefaultInterpolatedStringHandler self, T value) =>
        AppendFormatted(ref self, value, 0, null);

    [Intercepts("System.Runtime.CompilerServices.DefaultInterpolatedStringHandler.AppendFormatted``1(``0,System.Int32)")]
    public static void AppendFormatted<T>(ref DefaultInterpolatedStringHandler self, T value, int alignment) =>
        AppendFormatted(ref self, value, alignment, null);

    [Intercepts("System.Runtime.CompilerServices.DefaultInterpolatedStringHandler.AppendFormatted``1(``0,System.String)")]
    public static void AppendFormatted<T>(ref DefaultInterpolatedStringHandler self, T value, string? format) =>
        AppendFormatted(ref self, value, 0, format);

    [Intercepts("System.Runtime.CompilerServices.DefaultInterpolatedStringHandler.AppendFormatted``1(``0,System.Int32,System.String)")]
    public static void AppendFormatted<T>(ref DefaultInterpolatedStringHandler self, T value, int alignment, string? format)
    {
        Cost.Text(2L * (Math.Abs((long)alignment) + Formats.Length(format)));
        if (Formats.Time(value, format) is { } time)
        {
            self.AppendFormatted(time, alignment);
            return;
        }
        if (value is IFormattable)
        {
            self.AppendFormatted(value, alignment, format);
            return;
        }
        var text = value?.ToString();
        AppendFormatted(ref self, text, alignment, null);
    }

    [Intercepts("System.Runtime.CompilerServices.DefaultInterpolatedStringHandler.ToStringAndClear")]
    public static string ToStringAndClear(ref DefaultInterpolatedStringHandler self) =>
        self.ToStringAndClear();
}
