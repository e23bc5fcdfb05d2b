namespace Argos.Rules.Sandbox.Runtime.Intrinsics;

/// <summary>Comparisons and searches of texts: they charge by length before they look.</summary>
public static class TextComparing
{
    [Intercepts("System.String.op_Equality(System.String,System.String)")]
    public static bool Equal(string? a, string? b)
    {
        if (ReferenceEquals(a, b)) return true;
        if (a is null || b is null || a.Length != b.Length) return false;
        Cost.Scan(a.Length);
        return a.AsSpan().SequenceEqual(b);
    }

    [Intercepts("System.String.op_Inequality(System.String,System.String)")]
    public static bool Differ(string? a, string? b) =>
        !Equal(a, b);

    [Intercepts("System.String.Equals(System.String)")]
    public static bool EqualTo(string self, string? other) =>
        Equal(self.ToString(), other);

    [Intercepts("System.String.Equals(System.String,System.String)")]
    public static bool EqualBoth(string? a, string? b) =>
        Equal(a, b);

    [Intercepts("System.String.Equals(System.String,System.StringComparison)")]
    public static bool EqualTo(string self, string? other, StringComparison comparison)
    {
        Cost.Scan(self.Length);
        return self.Equals(other, Comparisons.Checked(comparison));
    }

    [Intercepts("System.String.Equals(System.String,System.String,System.StringComparison)")]
    public static bool EqualBoth(string? a, string? b, StringComparison comparison)
    {
        Cost.Scan(a?.Length ?? 0);
        return string.Equals(a, b, Comparisons.Checked(comparison));
    }

    [Intercepts("System.String.Compare(System.String,System.String,System.StringComparison)")]
    public static int Compare(string? a, string? b, StringComparison comparison)
    {
        // Without regard to case it looks at each character.
        Cost.Scan(4L * (a?.Length ?? 0));
        return string.Compare(a, b, Comparisons.Checked(comparison));
    }

    [Intercepts("System.String.CompareOrdinal(System.String,System.String)")]
    public static int CompareOrdinal(string? a, string? b)
    {
        Cost.Scan(a?.Length ?? 0);
        return string.CompareOrdinal(a, b);
    }

    [Intercepts("System.String.Contains(System.Char)")]
    public static bool Contains(string self, char value)
    {
        Cost.Scan(self.Length);
        return self.Contains(value);
    }

    [Intercepts("System.String.Contains(System.String)")]
    public static bool Contains(string self, string value)
    {
        Cost.Search(self.Length, value.Length);
        return self.Contains(value, StringComparison.Ordinal);
    }

    [Intercepts("System.String.Contains(System.String,System.StringComparison)")]
    public static bool Contains(string self, string value, StringComparison comparison)
    {
        Cost.Search(self.Length, value.Length);
        return self.Contains(value, Comparisons.Checked(comparison));
    }

    [Intercepts("System.String.EndsWith(System.String,System.StringComparison)")]
    public static bool EndsWith(string self, string value, StringComparison comparison)
    {
        Cost.Scan(value.Length);
        return self.EndsWith(value, Comparisons.Checked(comparison));
    }

    [Intercepts("System.String.StartsWith(System.String,System.StringComparison)")]
    public static bool StartsWith(string self, string value, StringComparison comparison)
    {
        Cost.Scan(value.Length);
        return self.StartsWith(value, Comparisons.Checked(comparison));
    }

    [Intercepts("System.String.IndexOf(System.Char)")]
    public static int IndexOf(string self, char value)
    {
        Cost.Scan(self.Length);
        return self.IndexOf(value);
    }

    [Intercepts("System.String.IndexOf(System.Char,System.Int32)")]
    public static int IndexOf(string self, char value, int start)
    {
        Cost.Scan(self.Length);
        return self.IndexOf(value, start);
    }

    [Intercepts("System.String.IndexOf(System.String,System.StringComparison)")]
    public static int IndexOf(string self, string value, StringComparison comparison)
    {
        Cost.Search(self.Length, value.Length);
        return self.IndexOf(value, Comparisons.Checked(comparison));
    }

    [Intercepts("System.String.IndexOf(System.String,System.Int32,System.StringComparison)")]
    public static int IndexOf(string self, string value, int start, StringComparison comparison)
    {
        Cost.Search(self.Length, value.Length);
        return self.IndexOf(value, start, Comparisons.Checked(comparison));
    }

    [Intercepts("System.String.LastIndexOf(System.Char)")]
    public static int LastIndexOf(string self, char value)
    {
        Cost.Scan(self.Length);
        return self.LastIndexOf(value);
    }

    [Intercepts("System.String.LastIndexOf(System.String,System.StringComparison)")]
    public static int LastIndexOf(string self, string value, StringComparison comparison)
    {
        Cost.Search(self.Length, value.Length);
        return self.LastIndexOf(value, Comparisons.Checked(comparison));
    }

    [Intercepts("System.String.IsNullOrWhiteSpace(System.String)")]
    public static bool IsNullOrWhiteSpace(string? value)
    {
        Cost.Scan(value?.Length ?? 0);
        return string.IsNullOrWhiteSpace(value);
    }
}
