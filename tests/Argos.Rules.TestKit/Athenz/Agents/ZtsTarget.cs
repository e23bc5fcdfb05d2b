using Argos.Rules.TestKit.Certificates;

namespace Argos.Rules.TestKit.Athenz.Agents;

/// <summary>The ZTS that an agent calls.</summary>
/// <param name="Url">Its base address.</param>
/// <param name="Root">What its server certificate must chain to.</param>
public sealed record ZtsTarget(Uri Url, TrustedRoot Root)
{
    /// <summary>Whether a proxy in front of ZTS says where a call came from: where all agents are on one machine.</summary>
    public bool BehindProxy { get; init; }
}
