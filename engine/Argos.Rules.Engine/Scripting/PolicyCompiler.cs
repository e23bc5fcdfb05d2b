using System.Collections.Immutable;
using System.Text;
using Argos.Rules.Contracts.Language;
using Argos.Rules.Engine.Sandbox;
using Argos.Rules.Engine.Sandbox.Symbols;
using Argos.Rules.Engine.Sandbox.Syntax;
using Argos.Rules.Engine.Sandbox.Text;
using Argos.Rules.Engine.Scripting.Warnings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;
using Diagnostic = Argos.Rules.Contracts.Management.Diagnostic;

namespace Argos.Rules.Engine.Scripting;

/// <summary>
/// Compiles the text of a policy to an assembly, through the gates of the sandbox. It takes and gives plain data and keeps
/// nothing between calls, so that it can run in a process of its own; a hostile text can hang or kill that process.
/// </summary>
internal static class PolicyCompiler
{
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp14, DocumentationMode.None, SourceCodeKind.Script);

    // No resolvers: `#r` and `#load` have nothing to read with.
    private static readonly CSharpCompilationOptions Options = new(
        OutputKind.DynamicallyLinkedLibrary,
        scriptClassName: PolicyEntry.ClassName,
        usings: AllowedUsings.Open,
        optimizationLevel: OptimizationLevel.Release,
        checkOverflow: true,
        allowUnsafe: false,
        nullableContextOptions: NullableContextOptions.Enable,
        concurrentBuild: false,
        deterministic: true,
        xmlReferenceResolver: null,
        sourceReferenceResolver: null,
        metadataReferenceResolver: null);

    /// <summary>Compiles; every error and warning of a stage comes back at once, with its place in the text.</summary>
    /// <param name="id">The policy's id: the file name in diagnostics.</param>
    /// <param name="source">Its text.</param>
    /// <param name="cancellation">Gives up.</param>
    public static CompileResult Compile(string id, string source, CancellationToken cancellation)
    {
        var text = TextGate.Check(id, source);
        if (!text.IsEmpty) return new CompileResult(null, text);

        var tree = CSharpSyntaxTree.ParseText(SourceText.From(TextGate.WithoutMark(source), Encoding.UTF8), ParseOptions, id, cancellation);
        ImmutableArray<Diagnostic> syntax = [.. SyntaxGate.Check(id, tree), .. Errors(id, tree.GetDiagnostics(cancellation))];
        if (!syntax.IsEmpty) return new CompileResult(null, syntax);

        // returnType null: typeof(object) does not bind here.
        var compilation = CSharpCompilation.CreateScriptCompilation(
            "policy", tree, References.All, Options, previousScriptCompilation: null, returnType: null, globalsType: typeof(PolicyContext));
        var refused = SymbolGate.Check(id, compilation.GetSemanticModel(tree), cancellation);
        var bound = compilation.GetDiagnostics(cancellation);
        ImmutableArray<Diagnostic> errors = [.. refused, .. Errors(id, bound)];
        return errors.IsEmpty ? Emit(id, compilation, cancellation) : new CompileResult(null, errors);
    }

    private static CompileResult Emit(string id, CSharpCompilation compilation, CancellationToken cancellation)
    {
        using var image = new MemoryStream();
        using var symbols = new MemoryStream();
        var emitted = compilation.Emit(image, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb), cancellationToken: cancellation);
        ImmutableArray<Diagnostic> diagnostics =
        [
            .. Translation.Translate(id, emitted.Diagnostics.Where(static d => d.Id != "CS1718")),
            .. emitted.Success ? PolicyWarnings.Find(id, compilation.GetSemanticModel(compilation.SyntaxTrees[0])) : [],
        ];
        var policy = emitted.Success ? new CompiledPolicy(ImmutableArray.Create(image.ToArray()), ImmutableArray.Create(symbols.ToArray())) : null;
        return new CompileResult(policy, diagnostics);
    }

    private static IEnumerable<Diagnostic> Errors(string id, IEnumerable<Microsoft.CodeAnalysis.Diagnostic> diagnostics) =>
        Translation.Translate(id, diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error));
}
