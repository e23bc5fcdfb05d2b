using Argos.Rules.Auditing.Replay;
using Argos.Rules.Cli.AuditLogs;
using Argos.Rules.Cli.Sources;
using Argos.Rules.Cli.Terminals;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Core.Tokens;

namespace Argos.Rules.Cli.Replay;

/// <summary>Whether candidates would still grant what was granted.</summary>
internal sealed class CandidateAnswers : IDisposable
{
    private readonly TokenVerification _tokens = new();
    private readonly LoadedPolicies _policies;
    private readonly Terminal _terminal;

    private CandidateAnswers(LoadedPolicies policies, Terminal terminal) => (_policies, _terminal) = (policies, terminal);

    /// <summary>Makes the candidates ready.</summary>
    /// <param name="records">The grants, and the activations of their policies.</param>
    /// <param name="candidates">The candidates.</param>
    /// <param name="files">Texts of policies that are not in the records.</param>
    /// <param name="terminal">Where problems go.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns><see langword="null"/> when a candidate has errors.</returns>
    public static async Task<CandidateAnswers?> MakeAsync(
        IReadOnlyList<AuditEvent> records, IReadOnlyList<CandidateFile> candidates, IReadOnlyList<PolicyFile> files, Terminal terminal, CancellationToken cancellation)
    {
        var texts = new PolicyTexts();
        foreach (var record in records) texts.Add(record);
        texts.Add(files);
        return await LoadedPolicies.LoadAsync(texts, candidates, terminal, cancellation) is { } policies ? new CandidateAnswers(policies, terminal) : null;
    }

    /// <summary>What they would answer, in words.</summary>
    public string Of(AuditEvent record)
    {
        if (RecordedDecision.Read(record.Json, out var problem) is not { } decision) return $"{_terminal.Odd("cannot be told")}: {problem}";
        if (_policies.WithCandidates(decision, out problem) is not { } set) return $"{_terminal.Odd("cannot be told")}: {problem}";
        var replayed = new Replayer(new Evaluator(_tokens, TimeProvider.System)).Replay(decision, set);
        if (replayed.Problem is not null) return $"{_terminal.Odd("cannot be told")}: {replayed.Problem}";
        if (replayed.Summary == decision.Summary) return $"would {_terminal.Good("still grant it")}, the same";
        if (replayed.Outcome == "allowed") return $"would {_terminal.Good("still grant it")}, otherwise: {replayed.Summary}";
        var why = string.Join("; ", replayed.Policies.Where(static p => p.Outcome != "allow").Select(static p => $"{p.Id}: {p.Code} {p.Detail}".TrimEnd()));
        return $"would {_terminal.Bad("no longer grant it")}: {replayed.Summary} ({why})";
    }

    public void Dispose() => _tokens.Dispose();
}
