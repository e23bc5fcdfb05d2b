using System.Collections.Immutable;
using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Sandbox.Messages;

/// <summary>The result of compiling; a text that does not compile is a normal result.</summary>
/// <param name="Policy">The compiled policy; <see langword="null"/> when there are errors.</param>
/// <param name="Diagnostics">All errors and warnings.</param>
internal sealed record CompileResult(CompiledPolicy? Policy, ImmutableArray<Diagnostic> Diagnostics);
