using System.Collections.Immutable;

namespace Argos.Rules.Sandbox.Tracing;

/// <summary>A place of a traced policy, in the text as its author wrote it; rows and columns count from 1, the end is behind the last character.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Row">The line where it begins.</param>
/// <param name="Col">The column where it begins.</param>
/// <param name="EndRow">The line where it ends.</param>
/// <param name="EndCol">The column behind its end.</param>
/// <param name="Text">Its text on one line, cut when long.</param>
/// <param name="Parts">The text around the values that are compared: one more part than there are values; nothing when no value says more than the result.</param>
/// <param name="Needs">Of a <c>return</c>: the places that led to it, by their numbers.</param>
internal sealed record TracePoint(TraceKind Kind, int Row, int Col, int EndRow, int EndCol, string Text, ImmutableArray<string> Parts,
    ImmutableArray<int> Needs)
{
    /// <summary>The most places a policy may have; more are of no policy that passed the gates.</summary>
    public const int Maximum = 20_000;

    /// <summary>Whether it has the two sides true and false.</summary>
    public bool IsCondition => Kind is TraceKind.If or TraceKind.Loop or TraceKind.Choice or TraceKind.When or TraceKind.Operand;
}
