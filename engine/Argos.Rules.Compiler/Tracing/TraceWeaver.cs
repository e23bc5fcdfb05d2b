using System.Collections.Immutable;
using Argos.Rules.Sandbox.Tracing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Argos.Rules.Compiler.Tracing;

/// <summary>
/// Puts calls of <see cref="Sandbox.Runtime.Trace"/> into the text of a policy that has passed the gates. A condition <c>c</c> becomes
/// <c>c ? (Pass(n) || true) : (Fail(n) &amp;&amp; false)</c>: the same value, and for the compiler the same variables are assigned
/// on each side as before.
/// </summary>
internal sealed class TraceWeaver
{
    private const string Call = "global::Argos.Rules.Sandbox.Runtime.Trace";

    private readonly SemanticModel _model;
    private readonly TracePoints _sites;
    private readonly SourceEdits _edits = new();
    private readonly TraceValues _values;
    private readonly HashSet<SyntaxNode> _planned = [];

    private TraceWeaver(SemanticModel model)
    {
        _model = model;
        _sites = new TracePoints(model.SyntaxTree);
        _values = new TraceValues(model);
    }

    /// <summary>The text that reports on itself, and the places by the numbers it reports.</summary>
    public static (string Text, ImmutableArray<TracePoint> Sites) Weave(SemanticModel model, CancellationToken cancellation)
    {
        var root = model.SyntaxTree.GetRoot(cancellation);
        var weaver = new TraceWeaver(model);
        foreach (var node in root.DescendantNodes())
        {
            cancellation.ThrowIfCancellationRequested();
            weaver.Plan(node);
        }
        var needs = new TraceNeeds(model, weaver._sites);
        return (weaver._edits.Apply(root.ToFullString()), weaver._sites.ToImmutable(needs.Of));
    }

    /// <summary>What a node itself asks for; the outer nodes come before those in them.</summary>
    private void Plan(SyntaxNode node)
    {
        if (node is StatementSyntax statement) MarkLine(statement);
        switch (node)
        {
            case FieldDeclarationSyntax:
                MarkBefore(node, TraceKind.Line, node);
                break;
            case IfStatementSyntax test:
                Decide(test.Condition, TraceKind.If);
                break;
            case WhileStatementSyntax loop:
                Decide(loop.Condition, TraceKind.Loop);
                break;
            case DoStatementSyntax loop:
                Decide(loop.Condition, TraceKind.Loop);
                break;
            case ForStatementSyntax { Condition: { } condition }:
                Decide(condition, TraceKind.Loop);
                break;
            case ConditionalExpressionSyntax choice:
                Decide(choice.Condition, TraceKind.Choice);
                break;
            case WhenClauseSyntax clause:
                Decide(clause.Condition, TraceKind.When);
                break;
            case BinaryExpressionSyntax logical when TraceValues.IsLogical(logical) && !_planned.Contains(logical):
                DecideOperands(logical);
                break;
            case SwitchSectionSyntax section:
                MarkBefore(section.Statements[0], TraceKind.Arm, section.Labels[^1]);
                break;
            // Around anything else than a value of its own type, a call could change what the arms have in common.
            case SwitchExpressionArmSyntax arm when _values.IsOfItsOwnType(arm.Expression):
                Report(arm.Expression, TraceKind.Arm, arm);
                break;
            case ReturnStatementSyntax { Expression: { } value }:
                if (_values.CanPass(value)) Report(value, TraceKind.Return, node);
                else MarkBefore(node, TraceKind.Return, node);
                break;
            case InvocationExpressionSyntax or ElementAccessExpressionSyntax:
                Record((ExpressionSyntax)node);
                break;
        }
    }

    private void Record(ExpressionSyntax node)
    {
        if (TraceTypes.IsRecorded(_model.GetSymbolInfo(node).Symbol) && node.Parent is not ExpressionStatementSyntax && _values.CanPass(node))
        {
            Report(node, TraceKind.Call, node);
        }
    }

    /// <summary>Reports what a condition comes to, what it compares, and its operands.</summary>
    private void Decide(ExpressionSyntax condition, TraceKind kind)
    {
        if (!_values.IsCondition(condition)) return;
        var inner = TraceValues.Bare(condition);
        var compared = inner is BinaryExpressionSyntax logical && TraceValues.IsLogical(logical) ? [] : _values.Compared(inner);
        var site = _sites.Add(kind, condition, [.. compared.Select(static c => c.Span)]);
        Around(condition, "((", $") ? ({Call}.Pass({site}) || true) : ({Call}.Fail({site}) && false))");
        for (var slot = 0; slot < compared.Length; slot++) Around(compared[slot], $"({Call}.Note({site}, {slot}, ", "))");
        if (inner is BinaryExpressionSyntax operands && TraceValues.IsLogical(operands)) DecideOperands(operands);
    }

    /// <summary>Of <c>a &amp;&amp; b &amp;&amp; c</c> the three, and not also the first two together.</summary>
    private void DecideOperands(BinaryExpressionSyntax node)
    {
        _planned.Add(node);
        if (node.Left is BinaryExpressionSyntax left && left.IsKind(node.Kind())) DecideOperands(left);
        else Decide(node.Left, TraceKind.Operand);
        Decide(node.Right, TraceKind.Operand);
    }

    private void MarkLine(StatementSyntax node)
    {
        if (node is BlockSyntax or EmptyStatementSyntax or LocalFunctionStatementSyntax) return;
        if (node.Parent is BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax) MarkBefore(node, TraceKind.Line, node);
        else Around(node, $"{{ {Call}.At({_sites.Add(TraceKind.Line, node)}); ", " }");
    }

    private void MarkBefore(SyntaxNode statement, TraceKind kind, SyntaxNode place)
    {
        var mark = $"{Call}.At({_sites.Add(kind, place)}); ";
        if (statement.Parent is BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax or CompilationUnitSyntax) _edits.Before(statement.SpanStart, mark);
        else Around(statement, $"{{ {mark}", " }");
    }

    /// <summary>Reports the value of an expression, and leaves it as it is.</summary>
    private void Report(ExpressionSyntax value, TraceKind kind, SyntaxNode place) =>
        Around(value, $"({Call}.Gave({_sites.Add(kind, place)}, ", "))");

    private void Around(SyntaxNode node, string before, string behind) => _edits.Around(node.Span, before, behind);
}
