using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Sources;

/// <summary>A pod that decisions wait for.</summary>
/// <param name="Name">Which.</param>
/// <param name="EngineId">The engine start that wants it.</param>
/// <param name="Asked">The number of the engine's question; with it an answer that there is none is reported.</param>
internal sealed record PendingFetch(ObjectName Name, string EngineId, long Asked);
