using System.Net.Http.Headers;
using System.Text;
using Argos.Rules.Hosting.Secrets;

namespace Argos.Rules.Mgmt.Kubernetes;

/// <summary>Logs in with a name and a password: for a proxy before the API server, which itself has none since 1.19.</summary>
internal sealed class PasswordHandler(string user, SecretSource password) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password.Read()}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", credentials);
        return base.SendAsync(request, cancellationToken);
    }
}
