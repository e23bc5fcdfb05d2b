using Argos.Rules.Contracts.Facts;

namespace Argos.Rules.Engine.Facts;

/// <summary>The facts of one decision. What is once known in it stays so, however often it is evaluated.</summary>
/// <param name="source">Where they come from.</param>
internal sealed class DecisionFacts(IFactSource source) : IFactView
{
    private Dictionary<string, (FactRequest Request, FactAnswer Answer)>? _asked;

    /// <summary>Whether any fact was asked for.</summary>
    public bool Any => _asked is not null;

    /// <summary>What was asked for, and what is known of it.</summary>
    public IEnumerable<(FactRequest Request, FactAnswer Answer)> Asked => _asked?.Values ?? Enumerable.Empty<(FactRequest, FactAnswer)>();

    public FactAnswer Find(FactRequest request)
    {
        _asked ??= new Dictionary<string, (FactRequest, FactAnswer)>(StringComparer.Ordinal);
        if (_asked.TryGetValue(request.Id, out var known) && known.Answer.State is not FactState.Pending) return known.Answer;
        var answer = source.Find(request);
        _asked[request.Id] = (request, answer);
        return answer;
    }

    public FactAnswer Renew(FactRequest request) => Find(request);
}
