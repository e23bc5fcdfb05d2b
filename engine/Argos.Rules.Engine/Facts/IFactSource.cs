using Argos.Rules.Contracts.Facts;

namespace Argos.Rules.Engine.Facts;

/// <summary>Where the facts of decisions come from.</summary>
internal interface IFactSource
{
    /// <summary>What is known already; pending when it would have to be fetched. Never blocks.</summary>
    FactAnswer Find(FactRequest request);
}
