namespace Argos.Rules.Engine.State;

/// <summary>The set is larger than `State:MaximumBytes`.</summary>
internal sealed class StateTooLargeException(long maximum) : IOException($"it is larger than {maximum} bytes (`State:MaximumBytes`)");
