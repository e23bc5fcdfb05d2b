using System.Collections.Immutable;

namespace Argos.Rules.Engine.Diagnostics;

/// <summary>Whether this engine should get callbacks.</summary>
internal interface IEngineHealth
{
    /// <summary>Why not; empty when it should.</summary>
    ImmutableArray<string> NotReadyReasons();
}
