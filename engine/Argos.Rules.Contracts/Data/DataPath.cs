using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Argos.Rules.Contracts.Data;

/// <summary>
/// A place in the data tree: the segments behind <c>/v1/data/</c>. Segments are compared ordinally and never resolved:
/// <c>.</c>, <c>..</c>, empty segments and control characters are refused, so that a path means one place only.
/// </summary>
public readonly struct DataPath : IEquatable<DataPath>
{
    /// <summary>The longest path accepted, in segments.</summary>
    public const int MaximumDepth = 64;

    private readonly ImmutableArray<string> _segments;

    /// <summary>Makes a path of segments that are known to be good.</summary>
    public DataPath(ImmutableArray<string> segments) => _segments = segments;

    /// <summary>The whole tree.</summary>
    public static DataPath Root => new([]);

    /// <summary>The segments from the root.</summary>
    public ImmutableArray<string> Segments => _segments.IsDefault ? [] : _segments;

    /// <summary>Where the cluster's pods are: <c>kubernetes/pods/&lt;namespace&gt;/&lt;name&gt;</c>.</summary>
    public static DataPath Pods { get; } = new(["kubernetes", "pods"]);

    /// <summary>Where the cluster's JWKS is.</summary>
    public static DataPath ClusterKeys { get; } = new(["kubernetes", "keys"]);

    /// <summary>Where the settings documents are, by provider.</summary>
    public static DataPath Providers { get; } = new(["providers"]);

    /// <summary>Reads a path as it stands in a URL: segments between slashes, percent-encoded. A slash at either end is ignored.</summary>
    /// <param name="text">The text behind <c>/v1/data</c>, still encoded, so that <c>%2F</c> stays inside its segment.</param>
    /// <param name="path">The path read.</param>
    /// <param name="problem">What is wrong, in one line.</param>
    public static bool TryParseUrl(string text, out DataPath path, [NotNullWhen(false)] out string? problem) =>
        TryRead(Trim(text), Uri.UnescapeDataString, out path, out problem);

    /// <summary>Reads a JSON Pointer (RFC 6901) such as <c>/spec/a~1b</c>; the empty text is the root.</summary>
    /// <param name="text">The pointer.</param>
    /// <param name="path">The path read.</param>
    /// <param name="problem">What is wrong, in one line.</param>
    public static bool TryParsePointer(string text, out DataPath path, [NotNullWhen(false)] out string? problem)
    {
        if (text.Length == 0) return TryRead("", static s => s, out path, out problem);
        path = Root;
        problem = text[0] != '/' ? "a JSON pointer begins with `/`"
            : HasBrokenEscape(text) ? "`~` in a JSON pointer is written `~0`, and `/` in a name `~1`"
            : null;
        return problem is null && TryRead(text[1..], Unescape, out path, out problem);
    }

    /// <summary>Reads a plain path such as <c>kubernetes/keys</c>, as a policy or a setting writes it.</summary>
    /// <param name="text">The path.</param>
    /// <param name="path">The path read.</param>
    /// <param name="problem">What is wrong, in one line.</param>
    public static bool TryParse(string text, out DataPath path, [NotNullWhen(false)] out string? problem) =>
        TryRead(Trim(text), static s => s, out path, out problem);

    /// <summary>This path with one more segment.</summary>
    public DataPath Append(string segment) => new(Segments.Add(segment));

    /// <summary>This path with another one behind it.</summary>
    public DataPath Append(DataPath rest) => new(Segments.AddRange(rest.Segments));

    /// <summary>Whether this path is <paramref name="prefix"/> or lies below it.</summary>
    public bool StartsWith(DataPath prefix) =>
        Segments.Length >= prefix.Segments.Length && Segments.AsSpan(0, prefix.Segments.Length).SequenceEqual(prefix.Segments.AsSpan());

    /// <summary>The path as it stands behind <c>/v1/data/</c>, percent-encoded.</summary>
    public string ToUrl() => string.Join('/', Segments.Select(Uri.EscapeDataString));

    /// <summary>The path as a JSON Pointer (RFC 6901).</summary>
    public string ToPointer() => string.Concat(Segments.Select(s => "/" + s.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)));

    /// <summary>The path for people: segments between slashes.</summary>
    public override string ToString() => string.Join('/', Segments);

    /// <inheritdoc/>
    public bool Equals(DataPath other) => Segments.AsSpan().SequenceEqual(other.Segments.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is DataPath other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var segment in Segments) hash.Add(segment, StringComparer.Ordinal);
        return hash.ToHashCode();
    }

    /// <summary>Whether both name the same place.</summary>
    public static bool operator ==(DataPath left, DataPath right) => left.Equals(right);

    /// <summary>Whether they name different places.</summary>
    public static bool operator !=(DataPath left, DataPath right) => !left.Equals(right);

    private static string Trim(string text)
    {
        var start = text.StartsWith('/') ? 1 : 0;
        var end = text.Length > start && text.EndsWith('/') ? text.Length - 1 : text.Length;
        return text[start..end];
    }

    private static string Unescape(string segment) =>
        segment.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    private static bool TryRead(string text, Func<string, string> decode, out DataPath path, [NotNullWhen(false)] out string? problem)
    {
        path = Root;
        problem = null;
        if (text.Length == 0) return true;
        var segments = text.Split('/');
        if (segments.Length > MaximumDepth) problem = $"a path has at most {MaximumDepth} segments";
        for (var i = 0; i < segments.Length && problem is null; i++)
        {
            segments[i] = decode(segments[i]);
            if (segments[i].Length == 0) problem = "a path has no empty segment";
            else if (segments[i] is "." or "..") problem = "a path has no `.` or `..` segment";
            else if (HasControl(segments[i])) problem = "a path has no control characters";
        }
        if (problem is not null) return false;
        path = new DataPath(ImmutableCollectionsMarshal.AsImmutableArray(segments));
        return true;
    }

    private static bool HasBrokenEscape(string pointer)
    {
        for (var i = pointer.IndexOf('~'); i >= 0; i = pointer.IndexOf('~', i + 1))
        {
            if (i + 1 == pointer.Length || pointer[i + 1] is not ('0' or '1')) return true;
        }
        return false;
    }

    private static bool HasControl(string segment)
    {
        foreach (var c in segment)
        {
            if (char.IsControl(c)) return true;
        }
        return false;
    }
}
