using System.Runtime.InteropServices;

namespace Argos.Rules.Sandbox.Runtime.Intrinsics;

/// <summary>Texts made of several texts, and one text taken apart: they charge for the result before they make it.</summary>
public static class TextJoining
{
    [Intercepts("System.String.Concat(System.String,System.String)")]
    public static string Concat(string? a, string? b)
    {
        Cost.Text(Length(a) + Length(b));
        return string.Concat(a, b);
    }

    [Intercepts("System.String.Concat(System.String,System.String,System.String)")]
    public static string Concat(string? a, string? b, string? c)
    {
        Cost.Text(Length(a) + Length(b) + Length(c));
        return string.Concat(a, b, c);
    }

    [Intercepts("System.String.Concat(System.String,System.String,System.String,System.String)")]
    public static string Concat(string? a, string? b, string? c, string? d)
    {
        Cost.Text(Length(a) + Length(b) + Length(c) + Length(d));
        return string.Concat(a, b, c, d);
    }

    [Intercepts("System.String.Concat(System.ReadOnlySpan{System.Char},System.ReadOnlySpan{System.Char})")]
    public static string Concat(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        Cost.Text((long)a.Length + b.Length);
        return string.Concat(a, b);
    }

    [Intercepts("System.String.Concat(System.ReadOnlySpan{System.Char},System.ReadOnlySpan{System.Char},System.ReadOnlySpan{System.Char})")]
    public static string Concat(ReadOnlySpan<char> a, ReadOnlySpan<char> b, ReadOnlySpan<char> c)
    {
        Cost.Text((long)a.Length + b.Length + c.Length);
        return string.Concat(a, b, c);
    }

    [Intercepts("System.String.Concat(System.ReadOnlySpan{System.Char},System.ReadOnlySpan{System.Char},System.ReadOnlySpan{System.Char},System.ReadOnlySpan{System.Char})")]
    public static string Concat(ReadOnlySpan<char> a, ReadOnlySpan<char> b, ReadOnlySpan<char> c, ReadOnlySpan<char> d)
    {
        Cost.Text((long)a.Length + b.Length + c.Length + d.Length);
        return string.Concat(a, b, c, d);
    }

    [Intercepts("System.String.Concat(System.String[])")]
    public static string Concat(string?[] parts)
    {
        Cost.Text(Sum(parts));
        return string.Concat(parts);
    }

    [Intercepts("System.String.Concat(System.ReadOnlySpan{System.String})")]
    public static string Concat(ReadOnlySpan<string?> parts)
    {
        Cost.Text(Sum(parts));
        return string.Concat(parts);
    }

    [Intercepts("System.String.Concat(System.Collections.Generic.IEnumerable{System.String})")]
    public static string Concat(IEnumerable<string?> parts)
    {
        var list = Linq.Sequences.Copy(parts);
        Cost.Text(Sum(CollectionsMarshal.AsSpan(list)));
        return string.Concat(list);
    }

    [Intercepts("System.String.Join(System.String,System.String[])")]
    public static string Join(string? separator, string?[] parts)
    {
        Cost.Text(Sum(parts) + (Length(separator) * parts.Length));
        return string.Join(separator, parts);
    }

    [Intercepts("System.String.Join(System.String,System.ReadOnlySpan{System.String})")]
    public static string Join(string? separator, ReadOnlySpan<string?> parts)
    {
        Cost.Text(Sum(parts) + (Length(separator) * parts.Length));
        return string.Join(separator, parts);
    }

    [Intercepts("System.String.Join(System.String,System.Collections.Generic.IEnumerable{System.String})")]
    public static string Join(string? separator, IEnumerable<string?> parts)
    {
        var list = Linq.Sequences.Copy(parts);
        Cost.Text(Sum(CollectionsMarshal.AsSpan(list)) + (Length(separator) * list.Count));
        return string.Join(separator, list);
    }

    [Intercepts("System.String.Join(System.Char,System.String[])")]
    public static string Join(char separator, string?[] parts)
    {
        Cost.Text(Sum(parts) + parts.Length);
        return string.Join(separator, parts);
    }

    [Intercepts("System.String.Join(System.Char,System.ReadOnlySpan{System.String})")]
    public static string Join(char separator, ReadOnlySpan<string?> parts)
    {
        Cost.Text(Sum(parts) + parts.Length);
        return string.Join(separator, parts);
    }

    [Intercepts("System.String.Split(System.Char,System.StringSplitOptions)")]
    public static string[] Split(string self, char separator, StringSplitOptions options)
    {
        ChargeParts(self);
        return self.Split(separator, options);
    }

    [Intercepts("System.String.Split(System.Char,System.Int32,System.StringSplitOptions)")]
    public static string[] Split(string self, char separator, int count, StringSplitOptions options)
    {
        ChargeParts(self);
        return self.Split(separator, count, options);
    }

    [Intercepts("System.String.Split(System.String,System.StringSplitOptions)")]
    public static string[] Split(string self, string? separator, StringSplitOptions options)
    {
        ChargeParts(self);
        Cost.Search(self.Length, separator?.Length ?? 0);
        return self.Split(separator, options);
    }

    /// <summary>The worst case: every second character a separator.</summary>
    private static void ChargeParts(string text) => Cost.Items<(long, long)>(1 + (text.Length / 2));

    private static long Length(string? text) => text?.Length ?? 0;

    private static long Sum(ReadOnlySpan<string?> parts)
    {
        Cost.Visit(parts.Length);
        var sum = 0L;
        foreach (var part in parts) sum += Length(part);
        return sum;
    }
}
