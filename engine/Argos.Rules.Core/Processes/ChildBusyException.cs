namespace Argos.Rules.Core.Processes;

/// <summary>Too many wait for a child process already.</summary>
internal sealed class ChildBusyException(string name) : IOException($"too many wait for {name} already");
