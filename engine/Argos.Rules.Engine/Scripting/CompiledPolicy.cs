using System.Collections.Immutable;
using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Engine.Scripting;

/// <summary>A policy as the compiler leaves it: bytes only, so that the compiler can live in another process.</summary>
/// <param name="Image">The assembly.</param>
/// <param name="Symbols">Its portable PDB.</param>
internal sealed record CompiledPolicy(ImmutableArray<byte> Image, ImmutableArray<byte> Symbols);

/// <summary>The result of compiling; a text that does not compile is a normal result.</summary>
/// <param name="Policy">The compiled policy; <see langword="null"/> when there are errors.</param>
/// <param name="Diagnostics">All errors and warnings.</param>
internal sealed record CompileResult(CompiledPolicy? Policy, ImmutableArray<Diagnostic> Diagnostics);
