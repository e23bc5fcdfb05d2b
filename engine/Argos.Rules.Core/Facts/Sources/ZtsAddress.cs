using System.Net;
using Argos.Rules.Core.Facts.Fetching;

namespace Argos.Rules.Core.Facts.Sources;

/// <summary>Calls to ZTS.</summary>
internal sealed class ZtsAddress(FactHttp http, FactsOptions options)
{
    public string? Refusal => options.ZtsUrl.Length > 0 ? null : "ZTS is not asked: set `Facts:ZtsUrl`";

    public string Host => new Uri(options.ZtsUrl).Authority;

    /// <summary>Gets a document below ZTS's address.</summary>
    /// <exception cref="FactUnreachableException">ZTS cannot be reached, or does not take the engine's certificate: that says nothing about who asks.</exception>
    public async Task<(HttpStatusCode Status, byte[] Body)> GetAsync(string path, CancellationToken cancellation)
    {
        var (status, body) = await http.GetAsync(new Uri($"{options.ZtsUrl.TrimEnd('/')}/{path}"), cancellation);
        return status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden ? throw new FactUnreachableException($"ZTS does not let the engine ask ({(int)status})") : (status, body);
    }
}
