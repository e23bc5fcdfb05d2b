using System.Buffers;

namespace Argos.Rules.Sandbox.Declarations;

/// <summary>A pattern over provider names: <c>*</c> stands for any characters, everything else for itself. Ordinal, whole name, linear time.</summary>
internal sealed class ProviderGlob(string pattern)
{
    private const int MaximumLength = 253;

    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-*");

    private readonly string[] _parts = pattern.Split('*');

    /// <summary>Whether a text can be a pattern.</summary>
    public static bool IsValid(string text) => text.Length is > 0 and <= MaximumLength && !text.AsSpan().ContainsAnyExcept(Allowed);

    /// <summary>Whether the whole name fits.</summary>
    public bool IsMatch(ReadOnlySpan<char> name)
    {
        var head = _parts[0];
        if (!name.StartsWith(head, StringComparison.Ordinal)) return false;
        if (_parts.Length == 1) return name.Length == head.Length;
        var rest = name[head.Length..];
        // The first place a middle part fits is as good as any later one, so there is no going back.
        for (var i = 1; i < _parts.Length - 1; i++)
        {
            var at = rest.IndexOf(_parts[i], StringComparison.Ordinal);
            if (at < 0) return false;
            rest = rest[(at + _parts[i].Length)..];
        }
        return rest.EndsWith(_parts[^1], StringComparison.Ordinal);
    }
}
