// ---
// title: An instance register token of ZTS proves the instance that it was issued for
// providers: ["zts.*"]
// mode: enforce
// settings:
//   issuer: {type: text-or-texts, required: true, help: "`iss` of the token, exact"}
//   audience: {type: text-or-texts, required: true, help: an audience that the token must have}
//   tokenProvider: {type: text, required: true, help: "claim `provider` of the token, exact"}
//   dnsSuffixes: {type: text-or-texts, format: dns-name, required: true, help: the DNS suffixes ZTS allows to this provider}
//   allowedServices: {type: text-or-texts, unless: allowedRoleMembers, help: "full names of the services that may use this provider, or `*`"}
//   allowedRoleMembers: {type: text-or-texts, unless: allowedServices, help: "the same, where a name may end with `*`"}
//   tokenExpiryMinutes: {type: number, min: 1, max: 1440, default: 30, help: greatest age of the token at a register}
//   refreshTokenExpiryMinutes: {type: number, min: 1, max: 527040, default: 43200, help: greatest age of the token at a refresh}
//   spiffeTrustDomains: {type: text-or-texts, format: trust-domain, help: trust domains of SPIFFE URIs with a namespace}
//   clusterNames: {type: text-or-texts, format: dns-name, help: names allowed between domain and suffix}
//   certExpiryMinutes: {type: number, min: 1, max: 2147483647, help: "upper limit of the certificate's life in minutes"}
//   allowUnnamedInstanceId: {type: flag, default: false, help: whether the instance id may stand in no name of the request}
//   allowLabelsAfterService: {type: flag, default: false, help: whether DNS names may have labels between service and domain}
// ---

// Who may use this provider at all. The engine has compared the settings with the front matter: what is missing or misspelt has refused already.
var listed = Settings.Texts("allowedServices").Any(service => service == "*" || service == Input.Identity);
var member = Settings.Texts("allowedRoleMembers").Any(name => name == Input.Identity || (name.EndsWith('*') && Input.Identity.StartsWith(name[..^1], StringComparison.Ordinal)));
if (!listed && !member) return Deny("service-not-allowed", $"`{Input.Identity}` is neither in `allowedServices` nor in `allowedRoleMembers`");

// The token: signed by ZTS, for its own provider. A refresh has to show one too.
if (Input.AttestationData == "") return Deny("attestation-missing", "ZTS sent no attestation data");
if (Input.AttestationData.StartsWith("v=", StringComparison.Ordinal)) return Deny("token-kind", "a service token proves nothing here: ZTS does not send its key's CSR to us");
var token = Athenz.Verify(Input.AttestationData, issuers: Settings.Texts("issuer"), audiences: Settings.Texts("audience"), requireExpiry: false);
if (token.Pending) return Wait(token, "token-keys-pending");
if (token.Finding is { } badToken) return Deny(badToken);
var claims = token.Check.Claims;
if (claims["provider"].Text != Settings.Text("tokenProvider")) return Deny("token-provider", $"the token is for provider `{claims["provider"].Text}`");

// Its age. It has no end of its own, and can be used again and again within this time.
var issued = token.Check.IssuedAt;
if (issued is null) return Deny("token-undated", "the token does not say when it was issued");
var longest = Settings.Number(Input.IsRefresh ? "refreshTokenExpiryMinutes" : "tokenExpiryMinutes") ?? 0;
if (Now - issued > TimeSpan.FromMinutes(longest)) return Deny("token-too-old", $"issued more than {longest} minutes ago");

// The identity: what ZTS wrote into the token, wherever the request repeats it.
if (claims["domain"].Text != Input.Domain) return Deny("domain-foreign", $"the token is for domain `{claims["domain"].Text}`, not `{Input.Domain}`");
if (claims["service"].Text != Input.Service) return Deny("service-foreign", $"the token is for service `{claims["service"].Text}`, not `{Input.Service}`");
if (Names.CheckInstanceId() is { } badId) return Deny(badId);
if (claims["instance_id"].Text != Input.InstanceId) return Deny("instance-id-foreign", $"the token is for instance `{claims["instance_id"].Text}`, not `{Input.InstanceId}`");

// The names. zts-svccert writes the namespace `default` into the long form of the SPIFFE id.
if (Names.CheckDnsNames() is { } badDnsName) return Deny(badDnsName);
if (Names.CheckUris("default") is { } badUri) return Deny(badUri);
if (Input.SanUris.Any(uri => uri.StartsWith("athenz://hostname/", StringComparison.Ordinal) && uri != "athenz://hostname/" + Input.Hostname)) return Deny("hostname-mismatch", $"a URI names another host than `{Input.Hostname}`");

// The addresses: the caller's one, or those that the host name resolves to.
if (Input.Hostname == "" && Input.SanIps.Count > 1) return Deny("san-ip-unnamed", "more than one address needs a host name that resolves to them");
if (Input.Hostname != "" && Input.SanIps.Count == 0) return Deny("hostname-without-ip", $"host name `{Input.Hostname}` comes without an address");
if (Input.SanIps.Count > 0 && Input.ClientIp is null) return Deny("client-ip-missing", "attribute `clientIP` is missing");
if (Input.SanIps.Count > 0 && !(Input.ClientIp is { } client && Input.SanIps.Contains(client))) return Deny("client-ip-foreign", $"`{Input.ClientIp}` is not one of `{Input.SanIps}`");
if (Input.Hostname == "") return Allow(certExpiryMinutes: Settings.Number("certExpiryMinutes"));
var host = Dns.Resolve(Input.Hostname);
if (host.Pending) return Wait(host, "hostname-pending");
if (host.Problem is { } badHost) return Deny("hostname-unresolved", badHost);
if (!Input.SanIps.IsSubsetOf(host.Ips)) return Deny("san-ip-foreign", $"`{Input.SanIps}` is not within `{host.Ips}` of `{Input.Hostname}`");

return Allow(certExpiryMinutes: Settings.Number("certExpiryMinutes"));
