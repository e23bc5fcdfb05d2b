using System.Collections.Immutable;
using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Cli.Reports;

/// <summary>The JSON of `argos check`.</summary>
internal sealed record DiagnosticList(ImmutableArray<Diagnostic> Diagnostics);
