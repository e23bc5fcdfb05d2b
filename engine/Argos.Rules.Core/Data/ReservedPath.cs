using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Core.Data;

/// <summary>
/// The path that no one may write: a POST to it decides. Nothing more below `argos` is reserved, because data of the namespace of that name
/// goes there.
/// </summary>
internal static class ReservedPath
{
    /// <summary>Why a path may not be written; nothing when it may.</summary>
    public static DataProblem? Refuse(DataPath path) => path.Segments is ["argos", "decision", ..]
        ? new DataProblem(DataProblemKind.Conflict, "`argos/decision` is reserved for what the engine computes")
        : null;
}
