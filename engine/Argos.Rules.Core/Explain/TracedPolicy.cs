using System.Collections.Immutable;
using Argos.Rules.Language;
using Argos.Rules.Sandbox.Tracing;

namespace Argos.Rules.Core.Explain;

/// <summary>A policy that reports on itself. It is never put into force.</summary>
/// <param name="Evaluate">Runs it once.</param>
/// <param name="Sites">The places it reports on.</param>
internal sealed record TracedPolicy(Func<PolicyContext, Outcome> Evaluate, ImmutableArray<TracePoint> Sites);
