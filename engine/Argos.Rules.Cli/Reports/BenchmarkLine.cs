namespace Argos.Rules.Cli.Reports;

/// <summary>One policy in the JSON of `argos bench`.</summary>
internal sealed record BenchmarkLine(string Policy, int Evaluations, double P50Microseconds, double P99Microseconds, long MaximumSteps, long MaximumBytes);
