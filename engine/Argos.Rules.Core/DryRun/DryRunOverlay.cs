using System.Collections.Immutable;
using System.Text.Json;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Data;

namespace Argos.Rules.Core.DryRun;

/// <summary>Lays the data of a dry run over a tree.</summary>
internal static class DryRunOverlay
{
    /// <summary>The code of a diagnostic about the data of a dry run.</summary>
    public const string Code = "dry-run-data";

    /// <summary>The code of a diagnostic about the facts of a dry run.</summary>
    public const string FactsCode = "dry-run-facts";

    /// <summary>The tree with the values; what cannot be laid over it is reported, all at once.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="values">The values by path; JSON <c>null</c> removes.</param>
    /// <param name="diagnostics">Gets what is wrong.</param>
    public static DataTree Lay(DataTree tree, ImmutableSortedDictionary<string, JsonElement>? values, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        foreach (var (place, value) in values ?? ImmutableSortedDictionary<string, JsonElement>.Empty)
        {
            if (!DataPath.TryParse(place, out var path, out var problem))
            {
                diagnostics.Add(new Diagnostic(Code, $"`data` has a path that is none: {problem}"));
                continue;
            }
            if (value.ValueKind == JsonValueKind.Null && !tree.Exists(path)) continue;
            var change = value.ValueKind == JsonValueKind.Null ? tree.Without(path) : tree.With(path, value);
            if (change.Problem is { } refused) diagnostics.Add(new Diagnostic(Code, $"`data` at `{path}`: {refused.Message}"));
            tree = change.Tree ?? tree;
        }
        return tree;
    }
}
