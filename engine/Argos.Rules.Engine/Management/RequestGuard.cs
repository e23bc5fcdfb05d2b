using System.Net;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Sync;

namespace Argos.Rules.Engine.Management;

/// <summary>What every request has to fulfil before an endpoint sees it.</summary>
internal sealed class RequestGuard(EngineIdentity identity, SyncRegistry registry, BearerToken token)
{
    /// <summary>Checks.</summary>
    /// <returns>The refusal, or <see langword="null"/>.</returns>
    public Response? Check(HttpContext http)
    {
        var request = http.Request;
        // A web page whose name was made to point here (DNS rebinding) must not reach the API through a browser on this machine.
        if (!IsHere(http)) return Response.Error(StatusCodes.Status403Forbidden, ErrorCodes.Unauthorized,
            "the `Host` header must name a loopback address or the address listened on");
        if (request.Headers.Origin.Count > 0)
            return Response.Error(StatusCodes.Status403Forbidden, ErrorCodes.Unauthorized, "web pages may not call the management API");
        if (!token.Accepts(request.Headers.Authorization.ToString()))
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            return Response.Error(StatusCodes.Status401Unauthorized, ErrorCodes.Unauthorized, "the management token is missing or wrong");
        }
        return IsWrite(request) ? CheckWrite(request) : null;
    }

    private Response? CheckWrite(HttpRequest request)
    {
        var believed = request.Headers[Headers.EngineId].ToString();
        if (believed.Length > 0 && believed != identity.Id) return OtherEngine();
        var source = request.Headers[Headers.Source].ToString();
        if (source.Length == 0) return null;
        if (!SourceName.IsValid(source)) return Response.BadRequest($"the header `{Headers.Source}` is {SourceName.Expected}");
        return registry.HasRoomFor(source) ? null : Response.BadRequest("there are too many sources");
    }

    public static Response OtherEngine() =>
        Response.Error(StatusCodes.Status412PreconditionFailed, ErrorCodes.OtherEngine,
            "the engine has been restarted since; push everything again");

    private static bool IsWrite(HttpRequest request) =>
        HttpMethods.IsPut(request.Method) || HttpMethods.IsPatch(request.Method) || HttpMethods.IsDelete(request.Method);

    private static bool IsHere(HttpContext http)
    {
        var host = http.Request.Host.Host;
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase)) return true;
        // On a listener of both families an IPv4 address comes mapped.
        var local = http.Connection.LocalIpAddress is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4()
            : http.Connection.LocalIpAddress;
        return IPAddress.TryParse(host, out var address) && (IPAddress.IsLoopback(address) || address.Equals(local));
    }
}
