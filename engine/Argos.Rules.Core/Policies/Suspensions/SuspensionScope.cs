namespace Argos.Rules.Core.Policies.Suspensions;

/// <summary>For whom a policy is suspended.</summary>
internal enum SuspensionScope
{
    /// <summary>For one caller.</summary>
    Caller,

    /// <summary>For everyone.</summary>
    Policy,
}
