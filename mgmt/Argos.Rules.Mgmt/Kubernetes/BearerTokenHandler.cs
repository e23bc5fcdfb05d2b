using System.Net.Http.Headers;
using Argos.Rules.Hosting.Secrets;

namespace Argos.Rules.Mgmt.Kubernetes;

/// <summary>Logs in with the token as it is at this moment: a projected token is replaced every hour or so, and a call is rare enough to read the file.</summary>
internal sealed class BearerTokenHandler(SecretSource token) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", (await token.ReadAsync(cancellationToken)).Trim());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HttpRequestException($"the token file `{token}` cannot be read", e);
        }
        catch (FormatException e)
        {
            throw new HttpRequestException($"the token file `{token}` holds no token: it has more than one line", e);
        }
        return await base.SendAsync(request, cancellationToken);
    }
}
