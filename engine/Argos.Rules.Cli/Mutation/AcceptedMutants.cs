using System.Collections.Immutable;
using Argos.Rules.Cli.Sources;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Testing;
using Argos.Rules.Yaml;

namespace Argos.Rules.Cli.Mutation;

/// <summary>
/// The mutants of a policy that no test can notice, each with a person's reason: `mutants.yaml` beside `policy.csx`,
/// `name.mutants.yaml` beside `name.csx`; a list of `from`, `to` (left out when dropped) and `reason`.
/// </summary>
internal sealed class AcceptedMutants
{
    private readonly Dictionary<(string From, string To), YamlNode> _accepted = [];
    private readonly HashSet<(string From, string To)> _used = [];
    private readonly TestDiagnostics _diagnostics;

    private AcceptedMutants(string file) => _diagnostics = new TestDiagnostics(file);

    /// <summary>What is wrong with the file.</summary>
    public ImmutableArray<Diagnostic> Problems => _diagnostics.Sorted();

    /// <summary>Where the accepted mutants of a policy are, whether there are some or not.</summary>
    public static string PathOf(string policy) => Path.Combine(
        Path.GetDirectoryName(policy)!,
        Path.GetFileName(policy) == PolicyNames.FolderPolicy ? "mutants.yaml" : Path.GetFileNameWithoutExtension(policy) + ".mutants.yaml");

    /// <summary>Reads the file beside a policy; nothing is accepted without one.</summary>
    public static AcceptedMutants Beside(PolicyFile policy)
    {
        var path = PathOf(policy.Path);
        var shown = Path.Combine(Path.GetDirectoryName(policy.Shown) ?? "", Path.GetFileName(path)).Replace('\\', '/');
        var accepted = new AcceptedMutants(shown);
        if (File.Exists(path)) accepted.Read(path, shown);
        return accepted;
    }

    public bool Accepts(Mutant mutant)
    {
        var key = (mutant.From, mutant.To);
        if (!_accepted.ContainsKey(key)) return false;
        lock (_used) _used.Add(key);
        return true;
    }

    /// <summary>Reports what is accepted and did not survive: it hides nothing, and would hide the next mistake.</summary>
    public void ReportUnused()
    {
        foreach (var (key, node) in _accepted)
        {
            if (!_used.Contains(key)) _diagnostics.Report(node, $"no surviving mutant changes `{key.From}` to `{key.To}`: remove it");
        }
    }

    private void Read(string path, string shown)
    {
        var (text, problem) = SourceReader.Read(path, shown);
        if (text is null)
        {
            _diagnostics.Report(problem!.Location!.Row, problem.Location.Col, problem.Message);
            return;
        }
        var shape = new TestShape(_diagnostics);
        foreach (var item in shape.List(YamlReader.Read(text, _diagnostics), "the file"))
        {
            var map = shape.Map(item, "an accepted mutant", "from", "to", "reason");
            if (map.Find("from") is not { } from || map.Find("reason") is not { } reason)
            {
                _diagnostics.Report(item, "an accepted mutant needs `from` and `reason`");
                continue;
            }
            shape.Text(reason, "`reason`");
            var to = map.Find("to") is { } said ? shape.Text(said, "`to`") : "";
            if (!_accepted.TryAdd((shape.Text(from, "`from`") ?? "", to ?? ""), item))
                _diagnostics.Report(item, "this mutant is accepted twice: keep one");
        }
    }
}
