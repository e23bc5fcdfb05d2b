using System.Net;
using System.Text.RegularExpressions;
using Argos.Rules.Cli.Playground;

namespace Argos.Rules.Engine.Tests.Cli.Playground;

/// <summary>What the page consists of.</summary>
internal sealed partial class PlaygroundPageTests
{
    private const string Index = "/index.html";

    [Test]
    public async Task Everything_that_a_page_a_style_or_a_script_names_is_there()
    {
        await using var run = await PlaygroundRun.EnteredAsync();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var left = new Queue<string>([Index]);

        while (left.TryDequeue(out var path))
        {
            if (!seen.Add(path)) continue;
            using var response = await run.SendAsync(run.Get(path));
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), path);
            var text = await response.Content.ReadAsStringAsync();
            // Monaco's own files name each other in ways of their own; which of them are loaded is in `editors.js`.
            if (path.StartsWith("/monaco/", StringComparison.Ordinal)) continue;
            // A drawing names its language by an address that nobody asks.
            if (path.EndsWith(".svg", StringComparison.Ordinal)) continue;
            Assert.That(text, Does.Not.Contain("http://").And.Not.Contain("https://"), path);
            foreach (var named in Named(path, text)) left.Enqueue(named);
        }

        Assert.That(seen, Is.SupersetOf(new[]
        {
            "/icon.svg", "/scripts/main.js", "/scripts/dom.js", "/scripts/early.js", "/styles/code.css", "/monaco/vs/loader.js",
            "/monaco/vs/editor.js", "/monaco/vs/assets/editor.worker-_vAIFJDs.js", "/monaco/vs/editor/editor.main.css",
        }));
        Assert.That(seen.Where(static file => !file.StartsWith("/monaco/", StringComparison.Ordinal)), Is.EquivalentTo(Shipped()),
            "what nothing names is not needed");
    }

    [Test]
    public async Task Element_that_a_script_takes_by_its_id_is_in_the_page()
    {
        await using var run = await PlaygroundRun.EnteredAsync();
        var page = await TextAsync(run, Index);
        var ids = Ids().Matches(page).Select(static match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);

        foreach (var script in Shipped().Where(static file => file.EndsWith(".js", StringComparison.Ordinal)))
        {
            var taken = Taken().Matches(await TextAsync(run, script)).Select(static match => match.Groups[1].Value);
            Assert.That(taken.Where(id => !ids.Contains(id)), Is.Empty, script);
        }
    }

    private static IEnumerable<string> Named(string path, string text) => Path.GetExtension(path) switch
    {
        ".html" => Linked().Matches(text).Select(static match => match.Groups[1].Value),
        ".js" =>
        [
            .. Imported().Matches(text).Select(static match => "/scripts/" + match.Groups[1].Value),
            .. Modules().Matches(text).Select(static match => $"/monaco/{match.Groups[1].Value}.js"),
            .. Rooted().Matches(text).Select(static match => match.Groups[1].Value),
        ],
        ".css" => Styled().Matches(text).Select(static match => match.Groups[1].Value),
        _ => [],
    };

    private static string[] Shipped() =>
    [
        .. typeof(PlaygroundLimits).Assembly.GetManifestResourceNames().Select(static name => name.Replace('\\', '/'))
            .Where(static name => name.StartsWith("web/", StringComparison.Ordinal))
            .Select(static name => name["web".Length..])
            .Where(static name => !name.StartsWith("/monaco/", StringComparison.Ordinal)),
    ];

    private static async Task<string> TextAsync(PlaygroundRun run, string path)
    {
        using var response = await run.SendAsync(run.Get(path));
        return await response.Content.ReadAsStringAsync();
    }

    [GeneratedRegex("(?:href|src)=\"([^\"]+)\"")]
    private static partial Regex Linked();

    [GeneratedRegex("from \"\\./([^\"]+)\"")]
    private static partial Regex Imported();

    [GeneratedRegex("\"(vs/[^\"]+)\"")]
    private static partial Regex Modules();

    [GeneratedRegex("\"(/[a-z]+/[^\"]+\\.[a-z]+)\"")]
    private static partial Regex Rooted();

    [GeneratedRegex("url\\(['\"]?([^)'\"]+)")]
    private static partial Regex Styled();

    [GeneratedRegex(" id=\"([^\"]+)\"")]
    private static partial Regex Ids();

    [GeneratedRegex("\\$\\(\"([^\"]+)\"\\)")]
    private static partial Regex Taken();
}
