// ---
// title: An instance register token of ZTS proves the instance that it was issued for
// providers: ["zts.*"]
// mode: enforce
// ---

// Settings. What is missing or misspelt refuses; it never loosens a check.
if (!Settings.Exist) return Deny("provider-unknown", $"there is no settings document `providers/{Input.Provider}`");
if (Settings.FirstMissing("issuer", "audience", "tokenProvider", "dnsSuffixes") is { } missing) return Deny("settings-missing", $"setting `{missing}` is missing");
if (Names.CheckSettings() is { } badSetting) return Deny(badSetting);
var issuer = Settings.Text("issuer");
var audience = Settings.Text("audience");
var tokenProvider = Settings.Text("tokenProvider");
var services = Settings.Texts("allowedServices");
var members = Settings.Texts("allowedRoleMembers");
var registerMinutes = Settings["tokenExpiryMinutes"].Exists ? Settings.Number("tokenExpiryMinutes") : 30;
var refreshMinutes = Settings["refreshTokenExpiryMinutes"].Exists ? Settings.Number("refreshTokenExpiryMinutes") : 43200;
var expiryMinutes = Settings.Number("certExpiryMinutes");
if (issuer is null) return Deny("settings-invalid", "setting `issuer` must be a text");
if (audience is null) return Deny("settings-invalid", "setting `audience` must be a text");
if (tokenProvider is null) return Deny("settings-invalid", "setting `tokenProvider` must be a text");
if (services.Count == 0 && members.Count == 0) return Deny("settings-missing", "neither `allowedServices` nor `allowedRoleMembers` names anybody; `\"*\"` is everybody");
if (registerMinutes is not (>= 1 and <= 1440)) return Deny("settings-invalid", "setting `tokenExpiryMinutes` must be a whole number from 1 to 1440");
if (refreshMinutes is not (>= 1 and <= 527040)) return Deny("settings-invalid", "setting `refreshTokenExpiryMinutes` must be a whole number from 1 to 527040");
if (Settings["certExpiryMinutes"].Exists && expiryMinutes is not (>= 1 and <= 2147483647)) return Deny("settings-invalid", "setting `certExpiryMinutes` must be a whole number of at least 1");

// Who may use this provider at all.
var listed = services.Any(service => service == "*" || service == Input.Identity);
var member = members.Any(name => name == Input.Identity || (name.EndsWith('*') && Input.Identity.StartsWith(name[..^1], StringComparison.Ordinal)));
if (!listed && !member) return Deny("service-not-allowed", $"`{Input.Identity}` is neither in `allowedServices` nor in `allowedRoleMembers`");

// The token: signed by ZTS, for its own provider. A refresh has to show one too.
if (Input.AttestationData == "") return Deny("attestation-missing", "ZTS sent no attestation data");
if (Input.AttestationData.StartsWith("v=", StringComparison.Ordinal)) return Deny("token-kind", "a service token proves nothing here: ZTS does not send its key's CSR to us");
var token = Athenz.Verify(Input.AttestationData, issuer: issuer, audience: audience, requireExpiry: false);
if (token.Pending) return Wait(token, "token-keys-pending");
if (token.Finding is { } badToken) return Deny(badToken);
var claims = token.Check.Claims;
if (claims["provider"].Text != tokenProvider) return Deny("token-provider", $"the token is for provider `{claims["provider"].Text}`");

// Its age. It has no end of its own, and can be used again and again within this time.
var issued = token.Check.IssuedAt;
if (issued is null) return Deny("token-undated", "the token does not say when it was issued");
var longest = Input.IsRefresh ? refreshMinutes.Value : registerMinutes.Value;
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
if (Input.Hostname == "") return Allow(certExpiryMinutes: expiryMinutes);
var host = Dns.Resolve(Input.Hostname);
if (host.Pending) return Wait(host, "hostname-pending");
if (host.Problem is { } badHost) return Deny("hostname-unresolved", badHost);
if (!Input.SanIps.IsSubsetOf(host.Ips)) return Deny("san-ip-foreign", $"`{Input.SanIps}` is not within `{host.Ips}` of `{Input.Hostname}`");

return Allow(certExpiryMinutes: expiryMinutes);
