using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Diagnostic = Argos.Rules.Contracts.Management.Diagnostic;

namespace Argos.Rules.Compiler.Warnings;

/// <summary>The classic mistakes of identity policies. They are reported, and do not keep a policy from being put into force.</summary>
internal static class PolicyWarnings
{
    public static ImmutableArray<Diagnostic> Find(string id, SemanticModel model)
    {
        var root = model.SyntaxTree.GetRoot();
        return
        [
            .. SelfComparison.Find(root)
                .Concat(UncheckedGrant.Find(root, model))
                .Concat(UntestedToken.Find(root, model))
                .Concat(UncheckedFact.Find(root, model))
                .Concat(UndeclaredSetting.Find(root, model))
                .Concat(EmptyHolds.Find(root, model))
                .Concat(MisspeltAttribute.Find(root, model))
                .OrderBy(static w => w.At.SpanStart)
                .Select(w => Warning(id, w)),
        ];
    }

    private static Diagnostic Warning(string id, Finding warning)
    {
        var start = warning.At.GetLocation().GetLineSpan().StartLinePosition;
        return Sandbox.DiagnosticFactory.At(id, start.Line + 1, start.Character + 1, warning.Code,
            warning.Message) with
        { Severity = "warning" };
    }

    /// <summary>A mistake and where it is.</summary>
    internal sealed record Finding(SyntaxNode At, string Code, string Message);
}
