using System.Collections.Immutable;

namespace Argos.Rules.Engine.Management;

/// <summary>A path and what may be done there.</summary>
/// <param name="Path">The path; with a slash at its end it takes all below, too.</param>
/// <param name="Methods">The handler of each method.</param>
internal sealed record Route(string Path, ImmutableSortedDictionary<string, Func<ManagementCall, Task<Response>>> Methods)
{
    /// <summary>Makes a route.</summary>
    public static Route Of(string path, params ReadOnlySpan<(string Method, Func<ManagementCall, Task<Response>> Handler)> methods)
    {
        var builder = ImmutableSortedDictionary.CreateBuilder<string, Func<ManagementCall, Task<Response>>>(StringComparer.Ordinal);
        foreach (var (method, handler) in methods) builder.Add(method, handler);
        return new Route(path, builder.ToImmutable());
    }

    /// <summary>Whether a request's path, as it came, is of this route.</summary>
    /// <param name="path">The path, percent-encoded, without query.</param>
    /// <param name="rest">What follows behind a prefix.</param>
    public bool Matches(string path, out string rest)
    {
        rest = "";
        if (!Path.EndsWith('/')) return path == Path || (path.Length == Path.Length + 1 && path[^1] == '/' && path.StartsWith(Path, StringComparison.Ordinal));
        if (!path.StartsWith(Path, StringComparison.Ordinal)) return path.Length == Path.Length - 1 && Path.StartsWith(path, StringComparison.Ordinal);
        rest = path[Path.Length..];
        return true;
    }
}
