namespace Argos.Rules.Core.Decisions;

/// <summary>Evaluates shadow policies beside decisions, after them and elsewhere.</summary>
internal interface IShadows
{
    /// <summary>A decision was made; never waits, and never fails.</summary>
    void TryAdd(ShadowCase decided);
}
