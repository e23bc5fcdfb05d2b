using Argos.Rules.Cli.Sources;
using Argos.Rules.Cli.Terminals;

namespace Argos.Rules.Cli.Replay;

/// <summary>A candidate on disk, and which policy it is to replace.</summary>
/// <param name="Name">That policy's id or name.</param>
/// <param name="File">The candidate.</param>
internal sealed record CandidateFile(string Name, PolicyFile File)
{
    /// <summary>Reads `PATH` and `NAME=PATH`.</summary>
    public static IReadOnlyList<CandidateFile> Find(IEnumerable<string> given, Terminal terminal)
    {
        var found = new List<CandidateFile>();
        foreach (var text in given)
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            var named = equals > 0 && !Path.Exists(terminal.Absolute(text));
            var files = PolicyFinder.Find([named ? text[(equals + 1)..] : text], terminal);
            if (named && files.Count != 1) throw new UsageException($"`{text}` names {files.Count} policies: `NAME=PATH` is for one");
            found.AddRange(files.Select(file => new CandidateFile(named ? text[..equals] : file.Id, file)));
        }
        if (found.GroupBy(static c => c.Name).FirstOrDefault(static g => g.Count() > 1) is { } twice) throw new UsageException($"two candidates are to be `{twice.Key}`: leave one out, or rename it");
        return found;
    }
}
