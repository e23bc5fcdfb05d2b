// ---
// title: Pods of a second cluster, from data that its own mgmt or a job writes
// providers: ["cluster2.*"]
// mode: enforce
// settings:
//   issuer: {type: text, required: true, help: "the token issuer of the second cluster, exact"}
//   audience: {type: text, required: true, help: the audience of the projected token}
//   keysPath: {type: text, format: data-path, required: true, help: "where the keys of the second cluster are in the data tree"}
//   dnsSuffixes: {type: text-or-texts, format: dns-name, required: true, help: the DNS suffixes ZTS allows to this provider}
//   domainMapping: {type: domain-mapping, required: true, help: how a namespace becomes a domain}
//   k8sDnsSuffixes: {type: text-or-texts, format: cluster-suffix, help: suffixes of cluster-local names}
//   clusterNames: {type: text-or-texts, format: dns-name, help: names allowed between domain and suffix}
//   spiffeTrustDomains: {type: text-or-texts, format: trust-domain, help: trust domains of SPIFFE URIs with a namespace}
// ---

// The second cluster has its own settings document, its own keys (a JWKS at the path that the setting `keysPath` names), and its
// own pods: `clusters/cluster2/pods/<namespace>/<name>`, as Kubernetes writes them.
var keys = Settings.Text("keysPath", "");
var token = Tokens.Verify(Input.IdentityToken, keys: keys, issuer: Settings.Text("issuer"), audience: Settings.Text("audience"));
if (token.Code == "token-keys-missing") return Wait(keys, "token-keys-missing");
if (token.Finding is { } badToken) return Deny(badToken);
if (string.IsNullOrEmpty(token.PodName) || string.IsNullOrEmpty(token.PodUid)) return Deny("token-unbound", "the token is not bound to a pod");
if (Names.CheckDomain(token.Namespace) is { } badDomain) return Deny(badDomain);
if (token.ServiceAccount != Input.Service) return Deny("service-foreign", $"service account `{token.ServiceAccount}` may not be `{Input.Identity}`");
if (Names.CheckInstanceId() is { } badId) return Deny(badId);
if (Input.InstanceId != token.PodUid) return Deny("instance-id-foreign", "the token is of another pod");
var path = $"clusters/cluster2/pods/{token.Namespace}/{token.PodName}";
var pod = Data[path];
if (!pod.Exists) return Wait(path, "pod-unknown");
if (pod["metadata"]["uid"].Text != token.PodUid) return Deny("pod-replaced");
if (pod["metadata"]["deletionTimestamp"].Exists) return Deny("pod-deleted");
if (pod["status"]["phase"].Text is not ("Running" or "Pending")) return Deny("pod-finished");
if (Names.CheckDnsNames(token.Namespace) is { } badDnsName) return Deny(badDnsName);
if (Names.CheckHostname(token.Namespace) is { } badHostname) return Deny(badHostname);
if (Names.CheckUris(token.Namespace) is { } badUri) return Deny(badUri);
if (Input.SanIps.Count > 0) return Deny("san-ip-refused", "addresses of the second cluster are not unique here");
return Allow(certExpiryMinutes: 1440);
