using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Instances;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Argos.Rules.Cli.Diff;

/// <summary>Values worth trying: those that the policies' own conditions name, and those of the tests' worlds.</summary>
internal sealed class ValuePool
{
    private static readonly string[] Answers =
        [AttributeNames.CertExpiryTime, AttributeNames.CertRefresh, AttributeNames.CertUsage, AttributeNames.CertSubjectOu,
            AttributeNames.CertSsh, AttributeNames.AttestedSshCertPrincipals, AttributeNames.InstancePrivateIp];

    private ValuePool()
    {
    }

    /// <summary>Texts that stand in the policies.</summary>
    public required ImmutableArray<string> Texts { get; init; }

    /// <summary>Whole numbers that stand in the policies, and their neighbours.</summary>
    public required ImmutableArray<int> Numbers { get; init; }

    /// <summary>Texts of the policies at which a world has data.</summary>
    public required ImmutableArray<DataPath> Paths { get; init; }

    /// <summary>The names of members that the policies may ask for.</summary>
    public required ImmutableArray<string> Members { get; init; }

    public required ImmutableArray<string> Domains { get; init; }

    public required ImmutableArray<string> Services { get; init; }

    public required ImmutableArray<string> Providers { get; init; }

    /// <summary>The names of attributes: what ZTS sends, and what the worlds have.</summary>
    public required ImmutableArray<string> Attributes { get; init; }

    /// <summary>Values of attributes in the worlds.</summary>
    public required ImmutableArray<string> AttributeValues { get; init; }

    public static ValuePool Of(IReadOnlyList<string> sources, IReadOnlyList<DiffInput> worlds)
    {
        var literals = sources.SelectMany(static s =>
            CSharpSyntaxTree.ParseText(s, new CSharpParseOptions(LanguageVersion.CSharp14, kind: SourceCodeKind.Script)).GetRoot()
            .DescendantNodes().OfType<LiteralExpressionSyntax>()).ToArray();
        var texts = Distinct(literals.Where(static l => l.IsKind(SyntaxKind.StringLiteralExpression))
            .Select(static l => l.Token.ValueText));
        var numbers = literals.Select(static l => l.Token.Value).OfType<int>().Where(static n => n is >= 0 and <= 64)
            .SelectMany(static n => (int[])[n, n + 1, Math.Max(0, n - 1)]).Distinct().Order().ToImmutableArray();
        var globs = sources.SelectMany(static s =>
            s.Split('\n').TakeWhile(static l => l.StartsWith("//", StringComparison.Ordinal))
            .SelectMany(static l => l.Split('"').Where(static (_, i) => i % 2 == 1)));
        var sent = typeof(AttributeNames).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(static f => (string)f.GetRawConstantValue()!).Except(Answers, StringComparer.Ordinal);
        return new ValuePool
        {
            Texts = texts,
            Numbers = numbers.IsEmpty ? [0, 1, 2] : numbers,
            Members = texts,
            Paths = [.. texts.Select(static t => DataPath.TryParse(t, out var path, out _) ? path : (DataPath?)null).OfType<DataPath>()
                .Where(p => worlds.Any(w => w.Data.Exists(p)))],
            Domains = Distinct(worlds.Select(static w => w.Confirmation.Domain).Concat(texts).Append("other").Append("other.sub")),
            Services = Distinct(worlds.Select(static w => w.Confirmation.Service).Concat(texts).Append("other")),
            Providers = Distinct(worlds.Select(static w => w.Confirmation.Provider)
                .Concat(globs.Select(static g => g.Replace("*", "x", StringComparison.Ordinal))).Append("other.provider")),
            Attributes = Distinct(worlds.SelectMany(static w => w.Confirmation.Attributes.Keys).Order(StringComparer.Ordinal).Concat(sent)),
            AttributeValues =
                Distinct(worlds.SelectMany(static w =>
                w.Confirmation.Attributes.OrderBy(static a => a.Key, StringComparer.Ordinal)
                .SelectMany(static a => a.Value.Split(',').Append(a.Value))).Concat(texts)
                .Concat(numbers.Select(static n => n.ToString(CultureInfo.InvariantCulture)))),
        };
    }

    private static ImmutableArray<string> Distinct(IEnumerable<string> values) =>
        [.. values.Where(static v => v.Length > 0).Distinct(StringComparer.Ordinal)];
}
