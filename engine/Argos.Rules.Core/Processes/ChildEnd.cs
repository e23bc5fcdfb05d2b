namespace Argos.Rules.Core.Processes;

/// <summary>How a conversation with a child process ended.</summary>
internal enum ChildEnd
{
    /// <summary>With an answer.</summary>
    Answered,

    /// <summary>It took more processor time than it may, and the process was killed.</summary>
    Exceeded,

    /// <summary>It was not done in time although it had little processor time: the machine is busy. The process was killed.</summary>
    Late,

    /// <summary>The process died over it.</summary>
    Died,

    /// <summary>Somebody else killed the process, which says nothing about what it was asked.</summary>
    Killed,
}
