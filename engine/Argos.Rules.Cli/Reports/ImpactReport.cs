namespace Argos.Rules.Cli.Reports;

/// <summary>What candidates would change.</summary>
/// <param name="Decided">How many decisions could be made again.</param>
/// <param name="Unchanged">How many of them would be the same.</param>
/// <param name="NewGrants">How many would be granted that were not.</param>
/// <param name="PerhapsGrants">How many were not granted, and cannot be told: the candidates may grant them.</param>
/// <param name="Kinds">What would change, new grants first.</param>
/// <param name="Unable">Why others could not be made again.</param>
internal sealed record ImpactReport(long Decided, long Unchanged, long NewGrants, long PerhapsGrants, IReadOnlyList<ImpactKind> Kinds, IReadOnlyList<ImpactProblem> Unable);

/// <summary>One kind of change.</summary>
/// <param name="Kind">From and to, such as <c>denied -> allowed</c>.</param>
/// <param name="Count">How many.</param>
/// <param name="Decisions">The first of them.</param>
internal sealed record ImpactKind(string Kind, long Count, IReadOnlyList<ImpactCase> Decisions);

/// <summary>A decision that would change.</summary>
/// <param name="Decision">Its id.</param>
/// <param name="Time">When it was made.</param>
/// <param name="Identity">For which identity.</param>
/// <param name="InstanceId">For which instance.</param>
/// <param name="Was">The answer.</param>
/// <param name="Becomes">The answer that it would be.</param>
/// <param name="Because">What the policies would say that matters.</param>
internal sealed record ImpactCase(string Decision, DateTimeOffset Time, string Identity, string InstanceId, string Was, string Becomes, string Because);

/// <summary>Why decisions could not be made again.</summary>
/// <param name="Problem">Why.</param>
/// <param name="Count">How many.</param>
internal sealed record ImpactProblem(string Problem, long Count);
