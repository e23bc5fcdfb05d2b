using Argos.Rules.Cli.LanguageServer.Analysis.Yaml;
using Argos.Rules.Cli.LanguageServer.Documents;
using Argos.Rules.Cli.LanguageServer.Protocol;
using Argos.Rules.Cli.Reference;
using Argos.Rules.Contracts.Texts;

namespace Argos.Rules.Cli.LanguageServer.Analysis.Policies;

/// <summary>Keys and values of the front matter, which is YAML behind `// `.</summary>
internal static class FrontMatterHelp
{
    private const string Fence = "// ---";

    public static CompletionList? Complete(PolicyText policy) => Part(policy) is { } part
        ? SchemaHelp.Complete(FrontMatterJsonSchema.Schema, part.Yaml, part.Position) : null;

    public static Hover? Hover(PolicyText policy) => Part(policy) is { } part
        ? SchemaHelp.Hover(FrontMatterJsonSchema.Schema, part.Yaml, part.Position) is { } said ? said with { Range = null } : null : null;

    /// <summary>The YAML, and the place in it; <see langword="null"/> for a place elsewhere.</summary>
    private static YamlPart? Part(PolicyText policy)
    {
        var lines = TextRows.Of(policy.Text);
        var at = TextLines.PositionOf(policy.Text, policy.Offset);
        var first = Array.FindIndex(lines, static l => l.Trim().Length > 0);
        if (first < 0 || lines[first].TrimEnd() != Fence || at.Line <= first) return null;
        var last = Array.FindIndex(lines, first + 1, static l => l.TrimEnd() == Fence || !l.StartsWith("//", StringComparison.Ordinal));
        if (last < 0) last = lines.Length;
        if (at.Line >= last) return null;
        const int Comment = 3;
        var yaml = lines[(first + 1)..last].Select(static l => l.Length > Comment ? l[Comment..] : "");
        return new YamlPart(string.Join('\n', yaml), new TextPosition(at.Line - first - 1, Math.Max(0, at.Character - Comment)));
    }

    private sealed record YamlPart(string Yaml, TextPosition Position);
}
