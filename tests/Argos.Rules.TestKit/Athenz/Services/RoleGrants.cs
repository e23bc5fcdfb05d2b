using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Athenz.Csr;
using Argos.Rules.TestKit.Athenz.Requests;
using Argos.Rules.TestKit.Athenz.Signing;
using Argos.Rules.TestKit.Tokens;

namespace Argos.Rules.TestKit.Athenz.Services;

/// <summary>What an instance asks with its certificate, and k8s-athenz-sia asks beside it: role certificates and access tokens.</summary>
internal sealed class RoleGrants(ZtsOptions options, TokenMint mint)
{
    private const string Mark = ":role.";
    private const string PrincipalPrefix = "athenz://principal/";
    private const int LifeSeconds = 7200;

    /// <summary><c>POST /rolecert</c>: the common name is the role, a URI the principal.</summary>
    public JsonObject Certificate(JsonObject body, Caller caller)
    {
        var csr = CsrReader.Read((string?)body["csr"] ?? "") ?? throw ZtsRefusal.BadRequest("Unable to parse PKCS10 CSR");
        Demand(csr.CommonName, caller);
        var named = csr.Names.Uris.FirstOrDefault(static u => u.StartsWith(PrincipalPrefix, StringComparison.Ordinal));
        if (named?[PrincipalPrefix.Length..] != caller.Principal) throw ZtsRefusal.BadRequest(
            "Unable to validate cert request: principal mismatch");
        using var certificate = ServiceCertificateSigner.Sign(
            options, csr, CertificateDirectives.Of(ImmutableDictionary<string, string>.Empty.Add("certUsage", "client")),
                (int?)body["expiryTime"] ?? 0);
        return new JsonObject { ["x509Certificate"] = ServiceCertificateSigner.Pem(certificate) };
    }

    /// <summary><c>POST /oauth2/token</c>: client credentials, a scope of one role.</summary>
    public JsonObject Token(IReadOnlyDictionary<string, string> form, Caller caller)
    {
        if (form.GetValueOrDefault("grant_type") != "client_credentials") throw ZtsRefusal.BadRequest("Invalid grant request");
        var scope = form.GetValueOrDefault("scope", "");
        var role = Demand(scope, caller);
        var now = options.Time.GetUtcNow().ToUnixTimeSeconds();
        var token = mint.Mint(new JsonObject
        {
            ["iss"] = "zts",
            ["aud"] = role.Domain,
            ["sub"] = caller.Principal,
            ["scp"] = new JsonArray(role.Name),
            ["iat"] = now,
            ["exp"] = now + LifeSeconds,
        });
        return new JsonObject { ["access_token"] = token, ["token_type"] = "Bearer", ["expires_in"] = LifeSeconds, ["scope"] = scope };
    }

    private ZtsRole Demand(string name, Caller caller)
    {
        var principal = caller.Principal ?? throw new ZtsRefusal(401, "Invalid credentials");
        if (name.Split(Mark) is not [var domain, var role]) throw ZtsRefusal.BadRequest($"invalid role: {name}");
        return options.Roles.FirstOrDefault(r => r.Domain == domain && r.Name == role && r.Members.Contains(principal))
            ?? throw ZtsRefusal.Forbidden($"principal {principal} is not included in the requested role(s) in domain {domain}");
    }
}
