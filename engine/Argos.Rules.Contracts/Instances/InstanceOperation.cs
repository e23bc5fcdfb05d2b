namespace Argos.Rules.Contracts.Instances;

/// <summary>Which of the two provider resources ZTS called.</summary>
public enum InstanceOperation
{
    /// <summary><c>POST /instance</c>: the first certificate of an instance.</summary>
    Register,

    /// <summary><c>POST /refresh</c>: a further certificate for an instance that has one. Attestation data may be missing.</summary>
    Refresh,
}
