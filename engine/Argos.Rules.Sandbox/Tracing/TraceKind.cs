namespace Argos.Rules.Sandbox.Tracing;

/// <summary>What a place of a traced policy is.</summary>
internal enum TraceKind
{
    /// <summary>A statement; counted only.</summary>
    Line,

    /// <summary>The condition of an <c>if</c>.</summary>
    If,

    /// <summary>The condition of a loop.</summary>
    Loop,

    /// <summary>The condition of <c>? :</c>.</summary>
    Choice,

    /// <summary>The condition of a <c>when</c>.</summary>
    When,

    /// <summary>One side of <c>&amp;&amp;</c> or <c>||</c>.</summary>
    Operand,

    /// <summary>An arm of a <c>switch</c>.</summary>
    Arm,

    /// <summary>A call of the policy language.</summary>
    Call,

    /// <summary>A <c>return</c> with its value.</summary>
    Return,
}
