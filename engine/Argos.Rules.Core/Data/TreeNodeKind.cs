namespace Argos.Rules.Core.Data;

/// <summary>What a node is, where a tree is written down. The numbers are part of the form.</summary>
internal enum TreeNodeKind : byte
{
    /// <summary>A member that was removed.</summary>
    None = 0,

    /// <summary><see cref="Data.Branch"/>.</summary>
    Branch = 1,

    /// <summary><see cref="JsonLeaf"/>.</summary>
    Document = 2,

    /// <summary><see cref="PodLeaf"/>.</summary>
    Pod = 3,

    /// <summary><see cref="PatchedDocument"/>.</summary>
    Patched = 4,
}
