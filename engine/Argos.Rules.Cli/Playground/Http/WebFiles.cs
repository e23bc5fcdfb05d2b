using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;

namespace Argos.Rules.Cli.Playground.Http;

/// <summary>The page and all that it consists of, from within the program.</summary>
internal sealed class WebFiles
{
    private const string Prefix = "web/";
    private const string Index = "index.html";

    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly FrozenDictionary<string, string> _files = typeof(WebFiles).Assembly.GetManifestResourceNames()
        .Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal) && Types.ContainsKey(Path.GetExtension(name)))
        .ToFrozenDictionary(static name => name[Prefix.Length..].Replace('\\', '/'), static name => name, StringComparer.Ordinal);

    /// <summary>Writes the file at a path; nothing else is served, whatever the path looks like.</summary>
    /// <returns>Whether there is one.</returns>
    public async Task<bool> TryWriteAsync(HttpContext http)
    {
        var name = http.Request.Path.Value is "/" or null ? Index : http.Request.Path.Value[1..];
        if (!_files.TryGetValue(name, out var resource)) return false;
        await using var file = typeof(WebFiles).Assembly.GetManifestResourceStream(resource)!;
        http.Response.ContentType = Types[Path.GetExtension(name)];
        http.Response.ContentLength = file.Length;
        await file.CopyToAsync(http.Response.Body, http.RequestAborted);
        return true;
    }
}
