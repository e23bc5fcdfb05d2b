using System.Net;

namespace Argos.Rules.Mgmt.Diagnostics;

/// <summary>Where health and metrics are served.</summary>
internal sealed record DiagnosticsOptions
{
    /// <summary>Address and port; <c>[::]</c> is every address of IPv6 and IPv4.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.IPv6Any, 8283);
}
