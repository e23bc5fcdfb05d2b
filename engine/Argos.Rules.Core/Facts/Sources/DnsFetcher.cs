using System.Net;
using System.Net.Sockets;
using Argos.Rules.Core.Facts.Fetching;
using Argos.Rules.Language.Facts;

namespace Argos.Rules.Core.Facts.Sources;

/// <summary>Look-ups by the system's resolver, which does not tell how long its answers hold: they are remembered briefly.</summary>
internal sealed class DnsFetcher(FactsOptions options, Func<string, CancellationToken, Task<IPAddress[]>> resolve) : IFactFetcher
{
    private const int MaximumAddresses = 64;

    public string Kind => FactKinds.Dns;

    public TimeSpan KnownFor => TimeSpan.FromSeconds(30);

    public TimeSpan RefusedFor => TimeSpan.FromSeconds(5);

    public string? Refusal(FactRequest request) => options.DnsSuffixes.Any(suffix => request.Subject.EndsWith("." + suffix, StringComparison.Ordinal)) ? null : "the host name is not below one of `Facts:DnsSuffixes`";

    public string SourceOf(FactRequest request) => "resolver";

    public async Task<FactAnswer> FetchAsync(FactRequest request, CancellationToken cancellation)
    {
        try
        {
            // The trailing dot: the name is whole, and the resolver's search domains are none of its business.
            var addresses = await resolve(request.Subject + ".", cancellation);
            return addresses.Length > MaximumAddresses ? FactAnswer.Refused("the host name has too many addresses") : FactJson.Known(json =>
            {
                json.WriteStartArray();
                foreach (var address in addresses) json.WriteStringValue(address.ToString());
                json.WriteEndArray();
            });
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData)
        {
            return FactAnswer.Refused("there is no such host name");
        }
        catch (SocketException e)
        {
            throw new FactUnreachableException($"the host name cannot be looked up: {e.SocketErrorCode}");
        }
    }
}
