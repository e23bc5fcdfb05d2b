using Argos.Rules.Cli.Terminals;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Policies;

namespace Argos.Rules.Cli.Sources;

/// <summary>A policy on disk and the id under which it is evaluated: that of the live policy that it stands for.</summary>
/// <param name="File">The policy.</param>
/// <param name="Id">The id.</param>
internal sealed record CandidateFile(PolicyFile File, string Id)
{
    /// <summary>Reads `-p` arguments: paths, and `ID=FILE`.</summary>
    public static IReadOnlyList<CandidateFile> Find(IEnumerable<string> given, Terminal terminal)
    {
        var found = new List<CandidateFile>();
        foreach (var argument in given)
        {
            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            // A file may have a `=` in its name.
            var named = equals > 0 && !Path.Exists(terminal.Absolute(argument));
            var files = PolicyFinder.Find([named ? argument[(equals + 1)..] : argument], terminal);
            if (!named)
            {
                found.AddRange(files.Select(static f => new CandidateFile(f, f.Id)));
                continue;
            }
            var id = argument[..equals];
            if (PolicyId.Problem(id) is { } problem) throw new UsageException($"`{id}` is not an id of a policy: {problem.Message}");
            if (files.Count != 1) throw new UsageException($"`{argument}` needs one policy behind `=`");
            found.Add(new CandidateFile(files[0], id) { IsNamed = true });
        }
        var distinct = found.DistinctBy(static c => (c.File.Path, c.Id)).ToArray();
        if (distinct.GroupBy(static c => c.Id, StringComparer.Ordinal).FirstOrDefault(static g => g.Count() > 1) is { } twice)
            throw new UsageException($"two policies are called `{twice.Key}`: rename one");
        return distinct;
    }

    /// <summary>Whether the id was written with the file.</summary>
    public bool IsNamed { get; init; }

    /// <summary>The same file in the place of the live policy that is called like it.</summary>
    /// <param name="live">The ids of the policies in force.</param>
    /// <param name="addNew">Whether one that no live policy is called like is laid beside the live ones.</param>
    /// <exception cref="UsageException">It is not clear which live policy is meant.</exception>
    public CandidateFile Over(IReadOnlyList<string> live, bool addNew)
    {
        if (IsNamed || live.Contains(Id, StringComparer.Ordinal)) return this;
        var meant = live.Where(id => PolicyName.Of(id) == File.Name).ToArray();
        if (meant.Length == 1) return this with { Id = meant[0] };
        if (meant.Length > 1) throw new UsageException(
            $"{meant.Length} policies of the engine are called `{File.Name}`: {Listed(meant)}; say which with `-p ID={File.Shown}`");
        // Beside it the live version would go on deciding, and the answer would say that nothing changes.
        if (live.Count > 0 && !addNew)
            throw new UsageException(
            $"no policy of the engine is called `{File.Name}`: write `-p ID={File.Shown}` to lay it over one of {Listed(live)}; or `--new` to add it to them");
        return this;
    }

    /// <summary>A diagnostic of the engine, placed in the file.</summary>
    public Diagnostic Place(Diagnostic diagnostic) => File.Place(diagnostic);

    private static string Listed(IReadOnlyList<string> ids)
    {
        const int Shown = 12;
        var names = string.Join(", ", ids.Take(Shown).Select(static id => $"`{id}`"));
        return ids.Count > Shown ? $"{names} and {ids.Count - Shown} more" : names;
    }
}
