using System.Collections.Immutable;
using Argos.Rules.Cli.Sources;
using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Cli.Check;

/// <summary>What was found about one policy and its tests file.</summary>
internal sealed record CheckedPolicy(PolicyFile File, ImmutableArray<Diagnostic> Diagnostics);
