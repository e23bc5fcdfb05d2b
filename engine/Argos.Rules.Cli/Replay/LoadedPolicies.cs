using System.Collections.Concurrent;
using Argos.Rules.Auditing.Replay;
using Argos.Rules.Cli.Reports;
using Argos.Rules.Cli.Sources;
using Argos.Rules.Cli.Terminals;
using Argos.Rules.Core.Compilation;
using Argos.Rules.Core.Policies;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argos.Rules.Cli.Replay;

/// <summary>Policies that are ready to decide in this process: those of the logs, and candidates that are to take their places.</summary>
internal sealed class LoadedPolicies
{
    private readonly Dictionary<PolicyKey, ActivePolicy> _recorded = [];
    private readonly Dictionary<string, ActivePolicy> _candidates = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PolicySet> _sets = new(StringComparer.Ordinal);

    private LoadedPolicies()
    {
    }

    /// <summary>The candidates by their names.</summary>
    public IReadOnlyDictionary<string, ActivePolicy> Candidates => _candidates;

    /// <summary>Compiles and loads what is there; a policy without a text is left out.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="candidates">The candidates.</param>
    /// <param name="terminal">Where problems go.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The policies; <see langword="null"/> when a candidate has errors, which are reported.</returns>
    public static async Task<LoadedPolicies?> LoadAsync(PolicyTexts texts, IReadOnlyList<CandidateFile> candidates, Terminal terminal, CancellationToken cancellation)
    {
        await using var host = new CompileWorkerHost(new ScriptingOptions(), TimeProvider.System, NullLogger<CompileWorkerHost>.Instance);
        using var activator = new PolicyActivator(terminal.Compile ?? host.CompileAsync, static _ => null);
        var loaded = new LoadedPolicies();
        foreach (var key in texts.Used)
        {
            if (texts.Find(key.Hash) is not { } text) continue;
            var result = await activator.ActivateAsync(key.Id, text, owner: null, cancellation);
            if (result.Policy is not null) loaded._recorded[key] = result.Policy;
            else await terminal.Error.WriteLineAsync($"argos: the policy `{key.Id}` of the logs no longer compiles: {result.Diagnostics.FirstOrDefault()?.Message}");
        }
        foreach (var (file, name) in candidates)
        {
            var (source, problem) = SourceReader.Read(file.Path, file.Shown);
            var result = source is null ? new ActivationResult(null, [problem!]) : await activator.ActivateAsync(file.Id, source, owner: null, cancellation);
            if (result.Policy is not { } policy)
            {
                foreach (var diagnostic in result.Diagnostics) await terminal.Out.WriteLineAsync(DiagnosticReport.Text(file.Place(diagnostic), terminal));
                return null;
            }
            // Its warnings are for `argos check`: here they would stand in the middle of the answer.
            // One in shadow mode is tried as if it decided: that is the question.
            loaded._candidates[name] = policy with { FrontMatter = policy.FrontMatter with { Shadow = false } };
            // Beside the policy that it was meant to replace it could only refuse more.
            if (texts.Used.Count > 0 && !texts.Used.Any(used => IsOf(name, used.Id)))
                await terminal.Error.WriteLineAsync($"argos: `{name}` replaces no policy of the logs and is added to them; write `NAME={file.Shown}` to replace one of {string.Join(", ", texts.Used.Select(static u => $"`{NameOf(u.Id)}`").Distinct().Order(StringComparer.Ordinal))}");
        }
        return loaded;
    }

    /// <summary>The policies that made a decision; <see langword="null"/> when the text of one is not known.</summary>
    public PolicySet? Of(RecordedDecision decision, out string problem) => Set(decision, withCandidates: false, out problem);

    /// <summary>The same with the candidates in their places.</summary>
    public PolicySet? WithCandidates(RecordedDecision decision, out string problem) => Set(decision, withCandidates: true, out problem);

    /// <summary>What people call a policy: the last part of its id without <c>.csx</c>; for <c>policy.csx</c> what it is in.</summary>
    public static string NameOf(string id)
    {
        var parts = id.Split('/');
        if (parts is [.., var folder, PolicyNames.FolderPolicy]) return folder;
        return parts[^1].EndsWith(".csx", StringComparison.Ordinal) ? parts[^1][..^4] : parts[^1];
    }

    private PolicySet? Set(RecordedDecision decision, bool withCandidates, out string problem)
    {
        problem = "";
        var key = string.Join('\n', decision.Policies.Select(static p => $"{p.Id} {p.Hash}")) + (withCandidates ? "\n+" : "");
        if (_sets.TryGetValue(key, out var known)) return known;
        var set = PolicySet.Empty;
        var replaced = new HashSet<string>(StringComparer.Ordinal);
        foreach (var policy in decision.Policies)
        {
            if (withCandidates && Candidate(policy.Id) is { Value: not null } candidate)
            {
                replaced.Add(candidate.Key);
                set = set.With(candidate.Value with { Id = policy.Id });
                continue;
            }
            if (!_recorded.TryGetValue(policy.Key, out var recorded))
            {
                problem = $"the text of `{policy.Id}` with the hash {policy.Hash} is not in the logs: give it with `--texts`";
                return null;
            }
            set = set.With(recorded);
        }
        if (withCandidates)
        {
            foreach (var (name, candidate) in _candidates)
            {
                if (!replaced.Contains(name)) set = set.With(candidate);
            }
        }
        return _sets.GetOrAdd(key, set);
    }

    private KeyValuePair<string, ActivePolicy> Candidate(string id) => _candidates.FirstOrDefault(candidate => IsOf(candidate.Key, id));

    private static bool IsOf(string name, string id) => name == id || name == NameOf(id);
}
