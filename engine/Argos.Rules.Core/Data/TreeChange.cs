using System.Collections.Immutable;
using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Core.Data;

/// <summary>The result of changing a tree: a new tree, or the reason why there is none.</summary>
/// <param name="Tree">The changed tree; the same instance when nothing changed; <see langword="null"/> when refused.</param>
/// <param name="Problem">Why it was refused.</param>
/// <param name="Touched">The paths that the change wrote.</param>
internal sealed record TreeChange(DataTree? Tree, DataProblem? Problem, ImmutableArray<DataPath> Touched)
{
    public static TreeChange Refused(DataProblem problem) => new(null, problem, []);
}
