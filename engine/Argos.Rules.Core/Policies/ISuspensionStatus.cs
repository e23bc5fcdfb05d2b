using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Core.Policies;

/// <summary>Says which policies are suspended.</summary>
internal interface ISuspensionStatus
{
    /// <summary>For whom a policy is suspended; <see langword="null"/> when it is for nobody.</summary>
    SuspensionStatus? Status(ActivePolicy policy);
}
