using Argos.Rules.Core.Decisions;

namespace Argos.Rules.Core.Explain;

/// <summary>An evaluation of traced policies.</summary>
/// <param name="Evaluation">What they said.</param>
/// <param name="Run">How they came to it.</param>
internal sealed record TracedEvaluation(Evaluation Evaluation, TraceRun Run);
