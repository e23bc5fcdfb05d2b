using System.Collections.Immutable;

namespace Argos.Rules.Cli.LanguageServer.Analysis.Yaml;

/// <summary>Where in a YAML or JSON text something is being written; the text need not be whole.</summary>
/// <param name="Path">The keys that lead there; <see cref="Item"/> for a list.</param>
/// <param name="Key">The key whose value is written; <see langword="null"/> where a key is.</param>
/// <param name="Present">The keys that the same map has already.</param>
internal sealed record YamlPlace(ImmutableArray<string> Path, string? Key, ImmutableHashSet<string> Present)
{
    /// <summary>Stands in a path for an item of a list.</summary>
    public const string Item = "[]";
}
