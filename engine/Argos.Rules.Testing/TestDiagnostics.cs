using System.Collections.Immutable;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Yaml;

namespace Argos.Rules.Testing;

/// <summary>Collects what is wrong with a tests file, with places.</summary>
internal sealed class TestDiagnostics(string file) : IYamlProblems
{
    /// <summary>The code of every diagnostic about a tests file.</summary>
    public const string Code = "policy-tests";

    private readonly List<Diagnostic> _found = [];

    public void Report(int row, int col, string message) => _found.Add(new Diagnostic(Code, message, new Location(file, row, col)));

    public void Report(YamlNode place, string message) => Report(place.Row, place.Col, message);

    public ImmutableArray<Diagnostic> Sorted() => [.. _found.OrderBy(static d => d.Location!.Row).ThenBy(static d => d.Location!.Col)];
}
