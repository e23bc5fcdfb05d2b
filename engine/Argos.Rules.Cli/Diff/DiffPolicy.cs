using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Core.Data;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Core.Explain;
using Argos.Rules.Core.Facts;
using Argos.Rules.Core.Policies;
using Argos.Rules.Core.Snapshots;
using Argos.Rules.Core.Tokens;
using Argos.Rules.Language;
using Argos.Rules.Testing;

namespace Argos.Rules.Cli.Diff;

/// <summary>One of the two versions, as one lane of the search evaluates it.</summary>
internal sealed class DiffPolicy : IDisposable
{
    private const string Id = "diff";

    private readonly PolicySet _policies;
    private readonly TracedSet _traced;
    private readonly TokenVerification _tokens = new();
    private readonly Evaluator _evaluator;
    private readonly HashSet<int> _reached = [];
    private Snapshot _snapshot;

    public DiffPolicy(ActivePolicy policy, TracedSet traced)
    {
        (_policies, _traced) = (PolicyUnderTest.Alone(policy), traced);
        _evaluator = new Evaluator(_tokens, TimeProvider.System);
        _snapshot = new Snapshot(_policies, DataTree.Empty, 0);
    }

    /// <summary>What it decides.</summary>
    public Decision Decide(DiffInput input, PolicyInput read) =>
        _evaluator.Evaluate(Of(input.Data), read, input.Now, new DecisionFacts(input.Facts)).ToDecision(Id);

    /// <summary>Runs its traced form, and says whether a condition came out as never before.</summary>
    public bool Reaches(DiffInput input, PolicyInput read)
    {
        var run = Explainer.Evaluate(_evaluator, Of(input.Data), _traced, read, input.Now, new DecisionFacts(input.Facts)).Run;
        var any = false;
        foreach (var (recorder, _) in run.Records.Values)
        {
            for (var site = 0; site < recorder.Hits.Count; site++)
            {
                if (recorder.Passes[site] > 0) any |= _reached.Add(site * 2);
                if (recorder.Hits[site] > recorder.Passes[site]) any |= _reached.Add((site * 2) + 1);
            }
        }
        return any;
    }

    public void Dispose() => _tokens.Dispose();

    private Snapshot Of(DataTree data) => ReferenceEquals(_snapshot.Data, data) ? _snapshot : _snapshot = new Snapshot(_policies, data, 0);
}
