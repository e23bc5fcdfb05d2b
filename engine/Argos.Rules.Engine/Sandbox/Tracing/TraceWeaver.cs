using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Argos.Rules.Engine.Sandbox.Tracing;

/// <summary>
/// Puts calls of <see cref="Runtime.Trace"/> into the text of a policy that has passed the gates. A condition <c>c</c> becomes
/// <c>c ? (Pass(n) || true) : (Fail(n) &amp;&amp; false)</c>: the same value, and for the compiler the same variables are assigned
/// on each side as before.
/// </summary>
internal sealed class TraceWeaver : CSharpSyntaxWalker
{
    private const string Call = "global::Argos.Rules.Engine.Sandbox.Runtime.Trace";

    private readonly SemanticModel _model;
    private readonly TraceSites _sites;
    private readonly SourceEdits _edits = new();
    private readonly TraceValues _values;
    private readonly HashSet<SyntaxNode> _planned = [];

    private TraceWeaver(SemanticModel model)
    {
        _model = model;
        _sites = new TraceSites(model.SyntaxTree);
        _values = new TraceValues(model);
    }

    /// <summary>The text that reports on itself, and the places by the numbers it reports.</summary>
    public static (string Text, ImmutableArray<TraceSite> Sites) Weave(SemanticModel model, CancellationToken cancellation)
    {
        var root = model.SyntaxTree.GetRoot(cancellation);
        var weaver = new TraceWeaver(model);
        weaver.Visit(root);
        var needs = new TraceNeeds(model, weaver._sites);
        return (weaver._edits.Apply(root.ToFullString()), weaver._sites.ToImmutable(needs.Of));
    }

    public override void Visit(SyntaxNode? node)
    {
        if (node is StatementSyntax statement) MarkLine(statement);
        base.Visit(node);
    }

    public override void VisitFieldDeclaration(FieldDeclarationSyntax node)
    {
        MarkBefore(node, TraceKind.Line, node);
        base.VisitFieldDeclaration(node);
    }

    public override void VisitIfStatement(IfStatementSyntax node)
    {
        Decide(node.Condition, TraceKind.If);
        base.VisitIfStatement(node);
    }

    public override void VisitWhileStatement(WhileStatementSyntax node)
    {
        Decide(node.Condition, TraceKind.Loop);
        base.VisitWhileStatement(node);
    }

    public override void VisitDoStatement(DoStatementSyntax node)
    {
        Decide(node.Condition, TraceKind.Loop);
        base.VisitDoStatement(node);
    }

    public override void VisitForStatement(ForStatementSyntax node)
    {
        if (node.Condition is { } condition) Decide(condition, TraceKind.Loop);
        base.VisitForStatement(node);
    }

    public override void VisitConditionalExpression(ConditionalExpressionSyntax node)
    {
        Decide(node.Condition, TraceKind.Choice);
        base.VisitConditionalExpression(node);
    }

    public override void VisitWhenClause(WhenClauseSyntax node)
    {
        Decide(node.Condition, TraceKind.When);
        base.VisitWhenClause(node);
    }

    public override void VisitBinaryExpression(BinaryExpressionSyntax node)
    {
        if (TraceValues.IsLogical(node) && !_planned.Contains(node)) DecideOperands(node);
        base.VisitBinaryExpression(node);
    }

    public override void VisitSwitchSection(SwitchSectionSyntax node)
    {
        MarkBefore(node.Statements[0], TraceKind.Arm, node.Labels[^1]);
        base.VisitSwitchSection(node);
    }

    public override void VisitSwitchExpressionArm(SwitchExpressionArmSyntax node)
    {
        // Around anything else than a value of its own type, a call could change what the arms have in common.
        if (_values.IsOfItsOwnType(node.Expression)) Around(node.Expression, $"({Call}.Gave({_sites.Add(TraceKind.Arm, node)}, ", "))");
        base.VisitSwitchExpressionArm(node);
    }

    public override void VisitReturnStatement(ReturnStatementSyntax node)
    {
        if (node.Expression is { } value && _values.CanPass(value)) Around(value, $"({Call}.Gave({_sites.Add(TraceKind.Return, node)}, ", "))");
        else if (node.Expression is not null) MarkBefore(node, TraceKind.Return, node);
        base.VisitReturnStatement(node);
    }

    public override void VisitInvocationExpression(InvocationExpressionSyntax node)
    {
        Record(node);
        base.VisitInvocationExpression(node);
    }

    public override void VisitElementAccessExpression(ElementAccessExpressionSyntax node)
    {
        Record(node);
        base.VisitElementAccessExpression(node);
    }

    private void Record(ExpressionSyntax node)
    {
        if (TraceTypes.IsRecorded(_model.GetSymbolInfo(node).Symbol) && node.Parent is not ExpressionStatementSyntax && _values.CanPass(node))
        {
            Around(node, $"({Call}.Gave({_sites.Add(TraceKind.Call, node)}, ", "))");
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

    private void Around(SyntaxNode node, string before, string behind) => _edits.Around(node.Span, before, behind);
}
