using Argos.Rules.Contracts.Decisions;

namespace Argos.Rules.Core.Data;

/// <summary>Names the documents of a data tree with their digests.</summary>
internal interface IDocumentIndex
{
    /// <summary>The document that a path leads to, or into.</summary>
    DocumentReference Describe(string path);
}
