using System.Net;
using Argos.Rules.Core.Facts.Fetching;
using Argos.Rules.Language.Facts;

namespace Argos.Rules.Core.Facts.Sources;

/// <summary>Calls to ZTS.</summary>
internal sealed class ZtsAddress(FactHttp http, FactsOptions options)
{
    public string? Refusal => options.ZtsUrl.Length > 0 ? null : "ZTS is not asked: set `Facts:ZtsUrl`";

    public string Host => new Uri(options.ZtsUrl).Authority;

    /// <summary>Asks for an access check: <c>granted</c>, or a refusal when ZTS knows nothing of what it is about.</summary>
    /// <param name="path">The check.</param>
    /// <param name="subject">What ZTS does not know when it says 404.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="FactUnreachableException">ZTS cannot be reached, or its answer is not about who asks.</exception>
    public async Task<FactAnswer> CheckAsync(string path, string subject, CancellationToken cancellation)
    {
        var (status, body) = await GetAsync(path, cancellation);
        // ZTS says no in words, and does not know the domain with 404. Any other status is about the question, and so is a 404 that is
        // not ZTS's own: that of a proxy, or of a wrong path in the settings, must not refuse everybody.
        if (status == HttpStatusCode.NotFound && FactJson.Read(body)["code"].Number == 404)
            return FactAnswer.Refused($"ZTS does not know {subject} (404)");
        if (status != HttpStatusCode.OK) throw new FactUnreachableException($"ZTS answered {(int)status} to an access check");
        if (FactJson.Read(body)["granted"].Flag is not { } granted) throw new FactUnreachableException("ZTS answered without `granted`");
        return FactJson.Known(json =>
        {
            json.WriteStartObject();
            json.WriteBoolean("granted", granted);
            json.WriteEndObject();
        });
    }

    /// <summary>Gets a document below ZTS's address.</summary>
    /// <exception cref="FactUnreachableException">ZTS cannot be reached, or does not take the engine's certificate: that says nothing about who asks.</exception>
    public async Task<(HttpStatusCode Status, byte[] Body)> GetAsync(string path, CancellationToken cancellation)
    {
        var (status, body) = await http.GetAsync(new Uri($"{options.ZtsUrl.TrimEnd('/')}/{path}"), cancellation);
        return status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden ? throw new FactUnreachableException($"ZTS does not let the engine ask ({(int)status})") : (status, body);
    }
}
