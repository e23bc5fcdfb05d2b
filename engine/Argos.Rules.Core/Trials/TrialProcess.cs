using System.Collections.Immutable;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Compilation;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Core.Policies;
using Argos.Rules.Core.Processes;
using Microsoft.Extensions.Logging;

namespace Argos.Rules.Core.Trials;

/// <summary>
/// The trial process, beside the one that decides and like the compiler's: started when it is needed, killed at its limits. It is given policies, input and
/// time by value and asks for data by path. What it says of a policy is believed; what it does reaches nothing here.
/// </summary>
internal sealed partial class TrialProcess(ScriptingOptions scripting, DecisionOptions decisions, TimeProvider time, ILogger<TrialProcess> logger) : ITrial, IAsyncDisposable
{
    /// <summary>The code of the diagnostic about a candidate over which the process died or took too long.</summary>
    public const string LimitCode = "policy-trial";

    /// <summary>The file of its program.</summary>
    public const string Program = "argos-trial.dll";

    private const string Away = "policies cannot be tried out now, see the engine's log; send it again";

    private readonly ChildHost _host = new(
        new ChildSettings("the trial process", Program, scripting.TrialHeapBytes, scripting.StartTimeout, scripting.IdleTimeout), TrialFrame.MaximumBytes, time, logger);

    private readonly TrialBudget _budget = new(scripting.PolicyBudget(), decisions.Budget());

    /// <summary>The process that runs now; <see langword="null"/> when there is none.</summary>
    public int? ProcessId => _host.ProcessId;

    public async Task<TrialOutcome> EvaluateAsync(TrialCase trial, CancellationToken cancellation)
    {
        var result = await RunAsync(new EvaluationConversation(trial, _budget), scripting.TrialTimeout, cancellation);
        if (result.Answer is not { } answer) return TrialOutcome.Failed(Limit(result.End, scripting.TrialTimeout));
        var evidence = new GivenEvidence(answer.Pods, answer.Tokens);
        return new TrialOutcome(new Evaluation(Combiner.Combine(answer.Results), answer.Results, evidence, trial.Revision) { Facts = answer.Facts }, answer.Traces) { Exhausted = answer.Exhausted };
    }

    public async Task<ImmutableArray<Diagnostic>> AdmitAsync(ActivePolicy candidate, string? tests, string file, CancellationToken cancellation)
    {
        var image = candidate.Compiled ?? throw new InvalidOperationException("a policy without an image cannot be tried out");
        var policy = new TrialPolicy(candidate.Id, candidate.ContentHash, false, image.Hash);
        var request = new AdmissionRequest(_budget, policy, candidate.Source, tests, file, scripting.TestTimeout);
        var limit = scripting.TestTimeout + scripting.TrialTimeout;
        var result = await RunAsync(new AdmissionConversation(request, image), limit, cancellation);
        return result.Answer?.Diagnostics ?? [new Diagnostic(LimitCode, $"the policy is not put into force: {Limit(result.End, limit)}", new Location(candidate.Id, 1, 1))];
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private async Task<ChildResult<T>> RunAsync<T>(TrialConversation<T> conversation, TimeSpan limit, CancellationToken cancellation) where T : class
    {
        try
        {
            var result = await _host.RunAsync(conversation, limit, cancellation);
            // That it was killed, or that the machine is busy, says nothing about the policy.
            return result.End is ChildEnd.Killed or ChildEnd.Late ? throw new TrialUnavailableException(Away) : result;
        }
        catch (IOException problem)
        {
            LogAway(problem);
            throw new TrialUnavailableException(Away);
        }
    }

    private static string Limit(ChildEnd end, TimeSpan limit) => end == ChildEnd.Exceeded
        ? $"its trial took longer than {limit.TotalSeconds} s of processor time: make it simpler"
        : "the process that tried it out died over it, probably for want of memory: make it simpler";

    [LoggerMessage(LogLevel.Error, "Policies cannot be tried out: there is no trial process")]
    private partial void LogAway(Exception problem);
}
