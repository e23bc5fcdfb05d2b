namespace Argos.Rules.Cli.Mutation;

/// <summary>A policy with one change that a test should notice.</summary>
/// <param name="Kind">What was done, in words.</param>
/// <param name="From">The text that was changed.</param>
/// <param name="To">What stands there instead; empty when it was dropped.</param>
/// <param name="Row">Where, from 1.</param>
/// <param name="Col">Where, from 1.</param>
/// <param name="Source">The whole changed policy.</param>
internal sealed record Mutant(string Kind, string From, string To, int Row, int Col, string Source)
{
    /// <summary>The change in one line.</summary>
    public string Change => $"{Kind}: `{From}`{(To.Length == 0 ? "" : $" => `{To}`")}";
}

/// <summary>What came of a mutant.</summary>
internal enum MutantFate
{
    /// <summary>A case failed.</summary>
    Killed,

    /// <summary>No case noticed it.</summary>
    Survived,

    /// <summary>It does not compile, so nobody can write it by mistake.</summary>
    Invalid,

    /// <summary>No case noticed it, and a person has said why none can.</summary>
    Accepted,
}
