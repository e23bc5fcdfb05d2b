using System.Collections.Immutable;

namespace Argos.Rules.TestKit.Athenz.Requests;

/// <summary>What an agent asks: the fields of InstanceRegisterInformation and InstanceRefreshInformation that matter here.</summary>
internal sealed record AgentRequest
{
    public required bool Refresh { get; init; }

    public string Provider { get; init; } = "";

    public string Domain { get; init; } = "";

    public string Service { get; init; } = "";

    /// <summary>Of the path of a refresh.</summary>
    public string? PathInstanceId { get; init; }

    public string? AttestationData { get; init; }

    public string? Csr { get; init; }

    public string? Hostname { get; init; }

    public string? Cloud { get; init; }

    public string? CertInstanceId { get; init; }

    public int ExpiryMinutes { get; init; }

    /// <summary>The namespace that a SPIFFE URI of the long form has to name.</summary>
    public string Namespace { get; init; } = "default";

    public ImmutableArray<string> HostCnames { get; init; } = [];

    /// <summary>Whether an SSH host certificate is asked for beside.</summary>
    public bool WantsSsh { get; init; }

    public string Identity => $"{Domain}.{Service}";

    public string DashedDomain => Domain.Replace('.', '-');

    public AgentRequest ToLower() => this with
    {
        Provider = Provider.ToLowerInvariant(),
        Domain = Domain.ToLowerInvariant(),
        Service = Service.ToLowerInvariant(),
    };
}
