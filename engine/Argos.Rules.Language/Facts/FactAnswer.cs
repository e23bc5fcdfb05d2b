using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Language.Facts;

/// <summary>What is known of a fact.</summary>
public enum FactState
{
    /// <summary>Not known, or not yet. The default, so that nothing is known by accident.</summary>
    Pending,

    /// <summary>The source gave a value.</summary>
    Known,

    /// <summary>The source said no, gave what cannot be used, or may not be asked.</summary>
    Refused,

    /// <summary>The source could not be asked: cannot be told now.</summary>
    Unreachable,
}

/// <summary>The answer to a <see cref="FactRequest"/>.</summary>
/// <param name="State">What is known.</param>
/// <param name="Value">The value when it is known, in the form in which dry runs and tests give it.</param>
/// <param name="Problem">What is wrong, in words without secrets; <see langword="null"/> when it is known or pending.</param>
public readonly record struct FactAnswer(FactState State, DataValue Value, string? Problem)
{
    /// <summary>Not known yet.</summary>
    public static FactAnswer Pending => default;

    /// <summary>A value.</summary>
    public static FactAnswer Known(DataValue value) => new(FactState.Known, value, null);

    /// <summary>The source said no.</summary>
    public static FactAnswer Refused(string problem) => new(FactState.Refused, default, problem);

    /// <summary>The source could not be asked.</summary>
    public static FactAnswer Unreachable(string problem) => new(FactState.Unreachable, default, problem);
}
