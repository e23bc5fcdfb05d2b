namespace Argos.Rules.Sandbox.Runtime.Intrinsics;

/// <summary>Texts made of one text: they charge for the result before they make it.</summary>
public static class TextChanging
{
    [Intercepts("new System.String.#ctor(System.Char,System.Int32)")]
    public static string Repeat(char c, int count)
    {
        Cost.Text(Math.Max(count, 0));
        return new string(c, count);
    }

    [Intercepts("System.String.Insert(System.Int32,System.String)")]
    public static string Insert(string self, int index, string value)
    {
        Cost.Text((long)self.Length + value.Length);
        return self.Insert(index, value);
    }

    [Intercepts("System.String.PadLeft(System.Int32)")]
    public static string PadLeft(string self, int width)
    {
        Cost.Text(Math.Max(self.Length, width));
        return self.PadLeft(width);
    }

    [Intercepts("System.String.PadLeft(System.Int32,System.Char)")]
    public static string PadLeft(string self, int width, char c)
    {
        Cost.Text(Math.Max(self.Length, width));
        return self.PadLeft(width, c);
    }

    [Intercepts("System.String.PadRight(System.Int32)")]
    public static string PadRight(string self, int width)
    {
        Cost.Text(Math.Max(self.Length, width));
        return self.PadRight(width);
    }

    [Intercepts("System.String.PadRight(System.Int32,System.Char)")]
    public static string PadRight(string self, int width, char c)
    {
        Cost.Text(Math.Max(self.Length, width));
        return self.PadRight(width, c);
    }

    [Intercepts("System.String.Remove(System.Int32)")]
    public static string Remove(string self, int start)
    {
        Cost.Text(self.Length);
        return self.Remove(start);
    }

    [Intercepts("System.String.Remove(System.Int32,System.Int32)")]
    public static string Remove(string self, int start, int count)
    {
        Cost.Text(self.Length);
        return self.Remove(start, count);
    }

    [Intercepts("System.String.Replace(System.Char,System.Char)")]
    public static string Replace(string self, char old, char made)
    {
        Cost.Text(self.Length);
        return self.Replace(old, made);
    }

    [Intercepts("System.String.Replace(System.String,System.String)")]
    public static string Replace(string self, string old, string? made) =>
        Replace(self, old, made, StringComparison.Ordinal);

    [Intercepts("System.String.Replace(System.String,System.String,System.StringComparison)")]
    public static string Replace(string self, string old, string? made, StringComparison comparison)
    {
        // The most that can come out: each place that could match becomes the new text.
        var places = old.Length == 0 ? 0 : self.Length / old.Length;
        Cost.Search(self.Length, old.Length);
        Cost.Text(self.Length + ((long)places * Math.Max(0, (made?.Length ?? 0) - old.Length)));
        return self.Replace(old, made, Comparisons.Checked(comparison));
    }

    [Intercepts("System.String.Substring(System.Int32)")]
    public static string Substring(string self, int start)
    {
        Cost.Text(Math.Max(0, (long)self.Length - start));
        return self[start..];
    }

    [Intercepts("System.String.Substring(System.Int32,System.Int32)")]
    public static string Substring(string self, int start, int length)
    {
        Cost.Text(Math.Clamp(length, 0, self.Length));
        return self.Substring(start, length);
    }

    [Intercepts("System.String.ToLowerInvariant")]
    public static string ToLowerInvariant(string self)
    {
        Cost.Text(self.Length);
        return self.ToLowerInvariant();
    }

    [Intercepts("System.String.ToUpperInvariant")]
    public static string ToUpperInvariant(string self)
    {
        Cost.Text(self.Length);
        return self.ToUpperInvariant();
    }

    [Intercepts("System.String.Trim")]
    public static string Trim(string self)
    {
        Cost.Text(self.Length);
        return self.Trim();
    }

    [Intercepts("System.String.Trim(System.Char)")]
    public static string Trim(string self, char c)
    {
        Cost.Text(self.Length);
        return self.Trim(c);
    }

    [Intercepts("System.String.TrimEnd")]
    public static string TrimEnd(string self)
    {
        Cost.Text(self.Length);
        return self.TrimEnd();
    }

    [Intercepts("System.String.TrimEnd(System.Char)")]
    public static string TrimEnd(string self, char c)
    {
        Cost.Text(self.Length);
        return self.TrimEnd(c);
    }

    [Intercepts("System.String.TrimStart")]
    public static string TrimStart(string self)
    {
        Cost.Text(self.Length);
        return self.TrimStart();
    }

    [Intercepts("System.String.TrimStart(System.Char)")]
    public static string TrimStart(string self, char c)
    {
        Cost.Text(self.Length);
        return self.TrimStart(c);
    }
}
