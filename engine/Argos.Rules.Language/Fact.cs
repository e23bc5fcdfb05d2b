using Argos.Rules.Language.Facts;

namespace Argos.Rules.Language;

/// <summary>
/// Something that only the network knows, and that the engine finds out for a policy. A fact is pending, or it has a problem, or
/// it is known; only a known one has values, every other one reads as empty and <c>false</c>.
/// </summary>
public abstract class Fact
{
    private readonly FactRequest? _request;

    private protected Fact(FactRequest? request, in FactAnswer answer)
    {
        _request = request;
        Pending = answer.State is FactState.Pending or FactState.Unreachable;
        Problem = answer.State == FactState.Refused ? answer.Problem ?? "it was refused" : null;
    }

    /// <summary>Whether it is not known yet, also because its source cannot be reached: <c>return Wait(fact, "code");</c>.</summary>
    public bool Pending { get; }

    /// <summary>Why there is no value and will be none, in words for the audit log: the source said no or gave what cannot be used. <see langword="null"/> when pending or known.</summary>
    public string? Problem { get; private protected init; }

    /// <summary>Whether it is known and has its values.</summary>
    public bool Known => !Pending && Problem is null;

    /// <summary>What is waited for; <see langword="null"/> for a fact that can be known without asking anybody.</summary>
    internal FactRequest? Request => _request;
}
