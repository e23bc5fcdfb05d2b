namespace Argos.Rules.Language;

/// <summary>
/// Implemented by what policies get or make that is compared by its content. A comparison, and a hash, take as long as its texts are:
/// policies are charged for that before it is done.
/// </summary>
internal interface IComparedByContent
{
    /// <summary>The length of all texts in it, in characters.</summary>
    long Characters { get; }
}
