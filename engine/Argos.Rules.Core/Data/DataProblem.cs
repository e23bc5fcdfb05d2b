namespace Argos.Rules.Core.Data;

/// <summary>Why a change of the data was not made. Nothing of it was applied.</summary>
/// <param name="Kind">What kind of refusal.</param>
/// <param name="Message">What is wrong, one line.</param>
internal sealed record DataProblem(DataProblemKind Kind, string Message);

internal enum DataProblemKind
{
    /// <summary>The value or the operation makes no sense.</summary>
    Invalid,

    /// <summary>There is nothing at the path, or no parent for it.</summary>
    NotFound,

    /// <summary>The path goes through a value, or is reserved.</summary>
    Conflict,

    /// <summary>A `test` operation did not hold.</summary>
    TestFailed,
}
