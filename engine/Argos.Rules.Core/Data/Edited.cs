namespace Argos.Rules.Core.Data;

/// <summary>The result of changing one place: the node that is there now (nothing when it was removed), or the reason why not.</summary>
internal readonly record struct Edited(DataNode? Node, DataProblem? Problem)
{
    public static Edited Removed => default;

    public static implicit operator Edited(DataNode node) => new(node, null);

    public static implicit operator Edited(DataProblem problem) => new(null, problem);
}
