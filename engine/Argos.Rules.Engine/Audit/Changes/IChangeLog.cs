namespace Argos.Rules.Engine.Audit.Changes;

/// <summary>Takes what has changed, or was refused.</summary>
internal interface IChangeLog
{
    /// <summary>Takes a record; never waits.</summary>
    void Add(ChangeRecord change);
}
