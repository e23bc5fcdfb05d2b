using System.Net;
using System.Security.Cryptography.X509Certificates;
using Argos.Rules.TestKit.Athenz.Csr;

namespace Argos.Rules.TestKit.Athenz.Requests;

/// <summary>Who called ZTS.</summary>
internal sealed record Caller(IPAddress Address, string? ForwardedFor, string UserAgent, X509Certificate2? Certificate)
{
    /// <summary>The service of the client certificate.</summary>
    public string? Principal => Certificate is null ? null : SubjectFields.SingleCommonName(Certificate.SubjectName);
}
