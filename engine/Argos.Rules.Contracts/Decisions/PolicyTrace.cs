using System.Collections.Immutable;

namespace Argos.Rules.Contracts.Decisions;

/// <summary>How one policy came to what it said. Secrets of the confirmation stand in it as <c>[secret]</c>, long values are cut.</summary>
/// <param name="Policy">The policy's id.</param>
/// <param name="Conditions">Its conditions, switch arms and returns, in the order in which they were reached; one in a loop as often as it was reached.</param>
/// <param name="Calls">The calls of the policy language, with what they gave.</param>
/// <param name="Steps">How many steps of its budget the evaluation used.</param>
/// <param name="Bytes">How many bytes of its budget the evaluation used.</param>
/// <param name="Problem">Why the trace is not whole, in words; <see langword="null"/> when it is.</param>
public sealed record PolicyTrace(string Policy, ImmutableArray<TracedCondition> Conditions, ImmutableArray<TracedCall> Calls, long Steps, long Bytes, string? Problem = null);

/// <summary>One condition, switch arm or return that was reached.</summary>
/// <param name="Order">Its place among the conditions and calls of the evaluation, from 1.</param>
/// <param name="Kind"><c>if</c>, <c>loop</c>, <c>choice</c> (<c>? :</c>), <c>when</c>, <c>operand</c> (one side of <c>&amp;&amp;</c> or <c>||</c>), <c>arm</c> or <c>return</c>.</param>
/// <param name="Row">The line where it begins, from 1.</param>
/// <param name="Col">The column where it begins, from 1.</param>
/// <param name="EndRow">The line where it ends.</param>
/// <param name="EndCol">The column behind its end.</param>
/// <param name="Text">Its source text, on one line.</param>
/// <param name="Value">What it came to; left out for arms and returns.</param>
/// <param name="Compared">The text with the values in the place of what made them, for example <c>"a" != "b"</c>; of a return the outcome. Left out when no value says more.</param>
public sealed record TracedCondition(int Order, string Kind, int Row, int Col, int EndRow, int EndCol, string Text, bool? Value, string? Compared);

/// <summary>One call of the policy language, such as <c>Tokens.Verify(...)</c>.</summary>
/// <param name="Order">Its place among the conditions and calls of the evaluation, from 1.</param>
/// <param name="Row">The line where it begins, from 1.</param>
/// <param name="Col">The column where it begins, from 1.</param>
/// <param name="EndRow">The line where it ends.</param>
/// <param name="EndCol">The column behind its end.</param>
/// <param name="Text">Its source text, on one line.</param>
/// <param name="Result">What it gave, on one line.</param>
public sealed record TracedCall(int Order, int Row, int Col, int EndRow, int EndCol, string Text, string Result);
