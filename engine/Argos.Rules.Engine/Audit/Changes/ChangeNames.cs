namespace Argos.Rules.Engine.Audit.Changes;

/// <summary>What can change.</summary>
internal static class ChangeKinds
{
    public const string Policy = "policy";

    public const string Document = "document";

    public const string Source = "source";

    public const string Certificate = "certificate";
}

/// <summary>What becomes of it.</summary>
internal static class ChangeActions
{
    public const string Activated = "activated";

    public const string Removed = "removed";

    public const string Refused = "refused";

    public const string Written = "written";

    public const string Complete = "complete";

    public const string Incomplete = "incomplete";

    /// <summary>Complete again, after it differed from what the engine held.</summary>
    public const string Repaired = "repaired";

    /// <summary>Known again from an earlier start.</summary>
    public const string Restored = "restored";

    public const string Replaced = "replaced";

    public const string Unusable = "unusable";
}

/// <summary>What refused a policy.</summary>
internal static class RefusalStages
{
    public const string Compile = "compile";

    public const string Tests = "tests";

    public const string Limits = "limits";

    public const string Load = "load";
}
