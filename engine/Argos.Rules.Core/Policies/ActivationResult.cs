using System.Collections.Immutable;
using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Core.Policies;

/// <summary>The result of making a text ready to decide; a text that cannot is a normal result.</summary>
/// <param name="Policy">The policy; <see langword="null"/> when there are errors.</param>
/// <param name="Diagnostics">All errors and warnings.</param>
internal sealed record ActivationResult(ActivePolicy? Policy, ImmutableArray<Diagnostic> Diagnostics);
