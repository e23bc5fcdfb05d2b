using Argos.Rules.Hosting.Diagnostics;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Argos.Rules.Mgmt.Diagnostics;

/// <summary>Logs where the set comes from.</summary>
internal sealed partial class MgmtStartReport(IServer server, string source, ILogger<MgmtStartReport> logger) : StartReport("argos-mgmt",
    logger)
{
    protected override IEnumerable<string> Listeners => server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];

    protected override void LogMore() => LogSource(Logger, source);

    [LoggerMessage(Level = LogLevel.Information, Message = "Source: {Source}")]
    private static partial void LogSource(ILogger logger, string source);
}
