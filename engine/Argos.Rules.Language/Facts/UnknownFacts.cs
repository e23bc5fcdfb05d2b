namespace Argos.Rules.Language.Facts;

/// <summary>A view in which no fact is ever known.</summary>
public sealed class UnknownFacts : IFactView
{
    private UnknownFacts()
    {
    }

    /// <summary>The view.</summary>
    public static UnknownFacts Instance { get; } = new();

    /// <inheritdoc/>
    public FactAnswer Find(FactRequest request) => FactAnswer.Pending;

    /// <inheritdoc/>
    public FactAnswer Renew(FactRequest request) => FactAnswer.Pending;
}
