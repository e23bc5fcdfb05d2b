namespace Argos.Rules.Contracts.Decisions;

/// <summary>The reason codes that the engine itself gives; policies have their own.</summary>
public static class DecisionCodes
{
    /// <summary>Denied: no policy that decides applies to this provider.</summary>
    public const string NoPolicyApplies = "no-policy-applies";

    /// <summary>Denied: a policy threw, ran out of a budget or out of time.</summary>
    public const string PolicyFailed = "policy-failed";

    /// <summary>Denied: a policy was not run, because it keeps running out of a budget.</summary>
    public const string PolicySuspended = "policy-suspended";

    /// <summary>Denied: allowing policies gave directives that cannot both hold.</summary>
    public const string AttributesConflict = "attributes-conflict";

    /// <summary>Undecided: policies or data are not complete, or too old.</summary>
    public const string NotReady = "not-ready";

    /// <summary>Undecided: what a policy waits for was waited for, and did not arrive in time.</summary>
    public const string WaitTimeout = "wait-timeout";

    /// <summary>Undecided: what a policy waits for was asked for at its origin, which does not have it.</summary>
    public const string AbsentAtOrigin = "absent-at-origin";

    /// <summary>Undecided: memory, stack or another resource of the engine ran out within a policy.</summary>
    public const string PolicyInterrupted = "policy-interrupted";

    /// <summary>Undecided: the caller hung up before there was a decision.</summary>
    public const string ClientClosed = "client-closed";

    /// <summary>Waits: a policy allowed before a fact that it read was known.</summary>
    public const string FactPending = "fact-pending";

    /// <summary>Undecided: the source of a fact that a policy waits for cannot be reached.</summary>
    public const string FactUnavailable = "fact-unavailable";

    /// <summary>Undecided: too many decisions are waiting already.</summary>
    public const string Overloaded = "overloaded";

    /// <summary>Undecided: the decision could not be recorded, and the settings say that then nothing is decided.</summary>
    public const string AuditUnavailable = "audit-unavailable";

    /// <summary>Undecided: the engine itself failed.</summary>
    public const string EngineError = "engine-error";
}
