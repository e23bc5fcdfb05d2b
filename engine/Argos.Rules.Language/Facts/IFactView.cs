namespace Argos.Rules.Language.Facts;

/// <summary>The facts of one decision: what is once known in it stays so. Implemented by the engine.</summary>
public interface IFactView
{
    /// <summary>What is known; asking for what is not makes the engine find it out, if the policy waits for it. It never blocks.</summary>
    FactAnswer Find(FactRequest request);

    /// <summary>What is known is not enough (a key is missing in a key set): pending when a newer one will be fetched, else what is known.</summary>
    FactAnswer Renew(FactRequest request);
}
