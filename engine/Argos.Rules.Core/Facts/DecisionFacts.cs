using Argos.Rules.Language.Facts;

namespace Argos.Rules.Core.Facts;

/// <summary>
/// The facts of one decision. What is once known in it stays so, however often it is evaluated. Used by one decision, which
/// evaluates and waits in turn.
/// </summary>
/// <param name="source">Where they come from.</param>
/// <param name="identity">For whom they are asked.</param>
internal sealed class DecisionFacts(IFactSource source, RequestedIdentity identity = default) : IFactView
{
    /// <summary>How many facts one decision may ask for. Each is kept until it ends, and recorded.</summary>
    internal const int Maximum = 64;

    private Dictionary<string, Asked>? _asked;

    /// <summary>The first fact that was asked for since <see cref="Begin"/> and is not known; <see langword="null"/> when there is none.</summary>
    public FactRequest? Open { get; private set; }

    /// <summary>Whether any fact was asked for.</summary>
    public bool Any => _asked is not null;

    /// <summary>Whether the source of any fact could not be reached.</summary>
    public bool AnyUnreachable => _asked is not null && _asked.Values.Any(static a => a.Answer.State == FactState.Unreachable);

    /// <summary>What was asked for, and what is known of it.</summary>
    public IEnumerable<(FactRequest Request, FactAnswer Answer)> All => _asked?.Values.Select(static a => (a.Request, a.Answer)) ?? [];

    /// <summary>The next policy is about to ask.</summary>
    public void Begin() => Open = null;

    public FactAnswer Find(FactRequest request)
    {
        _asked ??= new Dictionary<string, Asked>(StringComparer.Ordinal);
        if (!_asked.TryGetValue(request.Id, out var asked))
        {
            // One more is still recorded, so that it is seen what ran into the limit.
            if (_asked.Count > Maximum) return Opened(_asked.Last().Value.Request, _asked.Last().Value.Answer);
            _asked[request.Id] = asked = new Asked(request);
            if (_asked.Count > Maximum) asked.Answer = FactAnswer.Unreachable("a decision asks for too many facts");
        }
        // What is being fetched for this decision is not looked up meanwhile: it may be about to be renewed.
        if (asked.Answer.State == FactState.Pending && asked.Fetch is null && !asked.Renewing) asked.Answer = source.Find(request);
        return Opened(request, asked.Answer);
    }

    public FactAnswer Renew(FactRequest request)
    {
        var known = Find(request);
        if (known.State != FactState.Known || !source.MayRenew(request)) return known;
        var asked = _asked![request.Id];
        (asked.Answer, asked.Renewing) = (FactAnswer.Pending, true);
        return Opened(request, asked.Answer);
    }

    /// <summary>Begins to find out all that is pending, side by side.</summary>
    /// <returns>A task for each, which does not fail.</returns>
    public IReadOnlyList<Task> Fetch()
    {
        if (_asked is null) return [];
        var open = new List<Task>();
        foreach (var asked in _asked.Values)
        {
            if (asked.Answer.State != FactState.Pending) continue;
            asked.Fetch ??= source.FetchAsync(asked.Request, identity);
            if (asked.Fetch is not null) open.Add(asked.Fetch);
        }
        return open;
    }

    /// <summary>Takes over what has arrived.</summary>
    public void Settle()
    {
        if (_asked is null) return;
        foreach (var asked in _asked.Values)
        {
            if (asked.Fetch is { IsCompletedSuccessfully: true } fetch) (asked.Answer, asked.Fetch, asked.Renewing) = (fetch.Result, null, false);
        }
    }

    private FactAnswer Opened(FactRequest request, FactAnswer answer)
    {
        if (answer.State is FactState.Pending or FactState.Unreachable) Open ??= request;
        return answer;
    }

    private sealed class Asked(FactRequest request)
    {
        public FactRequest Request { get; } = request;

        public FactAnswer Answer { get; set; }

        public Task<FactAnswer>? Fetch { get; set; }

        public bool Renewing { get; set; }
    }
}
