namespace Argos.Rules.Core.Processes;

/// <summary>What came of a conversation with a child process.</summary>
/// <param name="End">How it ended.</param>
/// <param name="Answer">The answer; <see langword="null"/> unless there was one.</param>
internal sealed record ChildResult<T>(ChildEnd End, T? Answer) where T : class;
