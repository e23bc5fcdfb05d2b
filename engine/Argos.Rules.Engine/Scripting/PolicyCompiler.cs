using System.Collections.Immutable;
using Argos.Rules.Contracts.Language;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;
using Diagnostic = Argos.Rules.Contracts.Management.Diagnostic;
using Location = Argos.Rules.Contracts.Management.Location;

namespace Argos.Rules.Engine.Scripting;

/// <summary>
/// Compiles the text of a policy to an assembly. It takes and gives plain data and keeps nothing between calls, so that it
/// can run in a process of its own.
/// </summary>
internal static class PolicyCompiler
{
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp14, kind: SourceCodeKind.Script);

    private static readonly string[] AssemblyNames =
    [
        "System.Private.CoreLib", "System.Runtime", "System.Collections", "System.Collections.Immutable", "System.Linq", "System.Memory",
    ];

    private static readonly Lazy<ImmutableArray<MetadataReference>> References = new(LoadReferences);

    /// <summary>Compiles; every error and warning comes back at once, with its place in the text.</summary>
    /// <param name="id">The policy's id: the file name in diagnostics.</param>
    /// <param name="source">Its text.</param>
    /// <param name="cancellation">Gives up.</param>
    public static CompileResult Compile(string id, string source, CancellationToken cancellation)
    {
        var tree = CSharpSyntaxTree.ParseText(SourceText.From(source, System.Text.Encoding.UTF8), ParseOptions, id, cancellation);
        // No resolvers: `#r` and `#load` have nothing to read with. returnType null: typeof(object) does not bind here.
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            scriptClassName: "Submission#0",
            usings: ["System", "System.Linq", "System.Collections.Generic", typeof(PolicyContext).Namespace!],
            optimizationLevel: OptimizationLevel.Release,
            checkOverflow: true,
            nullableContextOptions: NullableContextOptions.Enable,
            concurrentBuild: false,
            xmlReferenceResolver: null,
            sourceReferenceResolver: null,
            metadataReferenceResolver: null);
        var compilation = CSharpCompilation.CreateScriptCompilation(
            "policy", tree, References.Value, options, previousScriptCompilation: null, returnType: null, globalsType: typeof(PolicyContext));
        using var image = new MemoryStream();
        using var symbols = new MemoryStream();
        var emitted = compilation.Emit(image, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb), cancellationToken: cancellation);
        var diagnostics = emitted.Diagnostics.Where(static d => d.Severity >= DiagnosticSeverity.Warning).Select(d => Translate(id, d)).ToImmutableArray();
        var policy = emitted.Success ? new CompiledPolicy(ImmutableArray.Create(image.ToArray()), ImmutableArray.Create(symbols.ToArray())) : null;
        return new CompileResult(policy, diagnostics);
    }

    private static Diagnostic Translate(string id, Microsoft.CodeAnalysis.Diagnostic diagnostic)
    {
        var start = diagnostic.Location.GetLineSpan().StartLinePosition;
        var place = diagnostic.Location.IsInSource ? new Location(id, start.Line + 1, start.Character + 1) : null;
        return new Diagnostic(
            diagnostic.Id,
            diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture),
            place,
            diagnostic.Severity == DiagnosticSeverity.Error ? "error" : "warning");
    }

    private static ImmutableArray<MetadataReference> LoadReferences()
    {
        var trusted = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var platform = trusted.Where(path => AssemblyNames.Contains(Path.GetFileNameWithoutExtension(path)));
        return [.. platform.Append(typeof(PolicyContext).Assembly.Location).Select(static path => MetadataReference.CreateFromFile(path))];
    }
}
