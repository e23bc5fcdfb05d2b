using Argos.Rules.Cli.LanguageServer.Protocol;
using Argos.Rules.Contracts.Texts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Argos.Rules.Cli.LanguageServer.Analysis.Policies;

/// <summary>Where the policy itself says what the name at a place is.</summary>
internal static class PolicyDefinition
{
    public static DocumentRange? At(PolicyText policy)
    {
        var token = PolicyHover.TokenAt(policy);
        if (token.IsKind(SyntaxKind.StringLiteralToken))
        {
            return StringHelp.Setting(policy, token) is { } setting && Declared(policy.Text, setting.Name) is { } range
                ? new DocumentRange(policy.Uri, range)
                : null;
        }
        var place = PolicyHover.SymbolAt(policy, token)?.Locations.FirstOrDefault(static l => l.IsInSource);
        return place is null ? null : new DocumentRange(policy.Uri, policy.RangeOf(place.SourceSpan));
    }

    /// <summary>Where the front matter declares a setting.</summary>
    private static TextRange? Declared(string text, string setting)
    {
        var lines = TextRows.Of(text);
        for (var i = 0; i < lines.Length && (i == 0 || lines[i].StartsWith("//", StringComparison.Ordinal)); i++)
        {
            var content = lines[i].TrimStart('/', ' ');
            if (!content.StartsWith(setting + ":", StringComparison.Ordinal)) continue;
            var col = lines[i].Length - content.Length;
            return new TextRange(new TextPosition(i, col), new TextPosition(i, col + setting.Length));
        }
        return null;
    }
}
