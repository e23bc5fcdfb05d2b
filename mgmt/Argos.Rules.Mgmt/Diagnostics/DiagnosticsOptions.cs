using System.Net;

namespace Argos.Rules.Mgmt.Diagnostics;

/// <summary>Where health and metrics are served.</summary>
internal sealed record DiagnosticsOptions
{
    /// <summary>Address and port.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Any, 8283);
}
