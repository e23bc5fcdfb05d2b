using System.Collections.Immutable;
using System.Text;
using Argos.Rules.Compiler.Symbols;
using Argos.Rules.Compiler.Syntax;
using Argos.Rules.Compiler.Tracing;
using Argos.Rules.Compiler.Warnings;
using Argos.Rules.Language;
using Argos.Rules.Sandbox;
using Argos.Rules.Sandbox.Messages;
using Argos.Rules.Sandbox.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;
using Diagnostic = Argos.Rules.Contracts.Management.Diagnostic;

namespace Argos.Rules.Compiler;

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
    public static CompileResult Compile(string id, string source, CancellationToken cancellation) => Compile(id, source, traced: false, cancellation);

    /// <summary>
    /// Compiles a policy so that it reports on itself. The gates see the text as it was written; only what passed them is
    /// changed, and what is changed is compiled without looking at it again.
    /// </summary>
    public static CompileResult CompileTraced(string id, string source, CancellationToken cancellation) => Compile(id, source, traced: true, cancellation);

    /// <summary>
    /// What the names of a text mean, also of one that is being written and does not compile; <see langword="null"/> for one over which
    /// the compiler could hang or die. Nothing is made of it.
    /// </summary>
    public static SemanticModel? Understand(string id, string source, CancellationToken cancellation)
    {
        if (TextGate.Check(id, source).Any(static d => !TextGate.IsHarmless(d.Code))) return null;
        var tree = CSharpSyntaxTree.ParseText(SourceText.From(source, Encoding.UTF8), ParseOptions, id, cancellation);
        return SyntaxGate.IsWithinLimits(tree) ? Script(tree).GetSemanticModel(tree) : null;
    }

    private static CompileResult Compile(string id, string source, bool traced, CancellationToken cancellation)
    {
        var text = TextGate.Check(id, source);
        if (!text.IsEmpty) return new CompileResult(null, text);

        var tree = CSharpSyntaxTree.ParseText(SourceText.From(TextGate.WithoutMark(source), Encoding.UTF8), ParseOptions, id, cancellation);
        ImmutableArray<Diagnostic> syntax = [.. SyntaxGate.Check(id, tree), .. Errors(id, tree.GetDiagnostics(cancellation), null)];
        if (!syntax.IsEmpty) return new CompileResult(null, syntax);

        var compilation = Script(tree);
        var model = compilation.GetSemanticModel(tree);
        var refused = SymbolGate.Check(id, model, cancellation);
        var bound = compilation.GetDiagnostics(cancellation);
        ImmutableArray<Diagnostic> errors = [.. refused, .. Errors(id, bound, model)];
        if (!errors.IsEmpty) return new CompileResult(null, errors);
        return traced ? EmitTraced(id, model, cancellation) : Emit(id, compilation, cancellation);
    }

    private static CompileResult EmitTraced(string id, SemanticModel model, CancellationToken cancellation)
    {
        var (text, sites) = TraceWeaver.Weave(model, cancellation);
        var tree = CSharpSyntaxTree.ParseText(SourceText.From(text, Encoding.UTF8), ParseOptions, id, cancellation);
        var (policy, _) = Emit(Script(tree), cancellation);
        return policy is not null
            ? new CompileResult(policy with { Sites = sites }, [])
            : new CompileResult(null, [DiagnosticFactory.Whole("ARG0503", "the policy cannot be traced; it can still decide")]);
    }

    // returnType null: typeof(object) does not bind here.
    private static CSharpCompilation Script(SyntaxTree tree) => CSharpCompilation.CreateScriptCompilation(
        PolicyEntry.AssemblyName, tree, References.All, Options, previousScriptCompilation: null, returnType: null, globalsType: typeof(PolicyContext));

    private static CompileResult Emit(string id, CSharpCompilation compilation, CancellationToken cancellation)
    {
        var (policy, found) = Emit(compilation, cancellation);
        var model = compilation.GetSemanticModel(compilation.SyntaxTrees[0]);
        ImmutableArray<Diagnostic> diagnostics =
        [
            .. DiagnosticMapper.Translate(id, found.Where(static d => d.Id != "CS1718"), model),
            .. policy is not null ? PolicyWarnings.Find(id, model) : [],
        ];
        return new CompileResult(policy, Suppressions.Apply(id, model.SyntaxTree, diagnostics));
    }

    private static (CompiledPolicy? Policy, ImmutableArray<Microsoft.CodeAnalysis.Diagnostic> Diagnostics) Emit(CSharpCompilation compilation, CancellationToken cancellation)
    {
        using var image = new MemoryStream();
        using var symbols = new MemoryStream();
        var emitted = compilation.Emit(image, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb), cancellationToken: cancellation);
        var policy = emitted.Success ? new CompiledPolicy(ImmutableArray.Create(image.ToArray()), ImmutableArray.Create(symbols.ToArray())) : null;
        return (policy, emitted.Diagnostics);
    }

    private static IEnumerable<Diagnostic> Errors(string id, IEnumerable<Microsoft.CodeAnalysis.Diagnostic> diagnostics, SemanticModel? model) =>
        DiagnosticMapper.Translate(id, diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error), model);
}
