// ---
// title: A pod may have the identity of its own service account
// providers: ["k8s.*"]
// mode: enforce
// settings:
//   issuer: {type: text-or-texts, required: true, help: "the cluster's token issuer, exact; several while it is changed"}
//   audience: {type: text-or-texts, required: true, help: the audience of the projected token}
//   dnsSuffixes: {type: text-or-texts, format: dns-name, required: true, help: the DNS suffixes ZTS allows to this provider}
//   domainMapping: {type: domain-mapping, required: true, help: how a namespace becomes a domain}
//   serviceAccountNames: {type: text, values: [service, domain.service], default: service, help: what the service account is called}
//   clientIp: {type: text, values: [podIP, podIP-or-hostIP, ignore], default: podIP, help: whose address ZTS must have seen}
//   requireSanIp: {type: flag, default: false, help: whether the request must have an IP address}
//   hostNetworkSanIp: {type: flag, default: false, help: "whether a host-network pod may have its node's addresses"}
//   k8sDnsSuffixes: {type: text-or-texts, format: cluster-suffix, help: suffixes of cluster-local names}
//   clusterNames: {type: text-or-texts, format: dns-name, help: names allowed between domain and suffix}
//   spiffeTrustDomains: {type: text-or-texts, format: trust-domain, help: trust domains of SPIFFE URIs with a namespace}
//   certExpiryMinutes: {type: number, min: 1, max: 2147483647, default: 10080, help: "upper limit of the certificate's life in minutes"}
//   allowUnnamedInstanceId: {type: flag, default: false, help: whether the instance id may stand in no name of the request}
//   allowLabelsAfterService: {type: flag, default: false, help: whether DNS names may have labels between service and domain}
//   allowSpiffeOnly: {type: flag, default: false, help: whether a SPIFFE URI may be the only name of the request}
// ---

// The engine has compared the settings with the front matter: what is missing or misspelt has refused already.
var clientIp = Settings.Text("clientIp");
var mayNameHostIps = Settings.Flag("hostNetworkSanIp", false);

// The token: signed by the cluster, for us, and bound to one pod. A refresh has to show one too.
if (Input.AttestationData == "") return Deny("attestation-missing", "ZTS sent no attestation data");
var token = Tokens.Verify(Input.IdentityToken, keys: "kubernetes/keys", issuers: Settings.Texts("issuer"), audiences: Settings.Texts("audience"));
if (token.Code == "token-keys-missing") return Wait("kubernetes/keys", "token-keys-missing");
if (token.Finding is { } badToken) return Deny(badToken);
if (token is not { Namespace: not null, ServiceAccount: not null }) return Deny("token-subject", "claim `sub` is not a service account");
var podName = token.PodName;
var podUid = token.PodUid;
if (string.IsNullOrEmpty(podName) || string.IsNullOrEmpty(podUid)) return Deny("token-unbound", "the token is not bound to a pod");
if (token.BoundNamespace != token.Namespace || token.BoundServiceAccount != token.ServiceAccount) return Deny("token-inconsistent", "claims `sub` and `kubernetes.io` disagree");

// The identity: of the namespace and the account that the token proves, not of those the request names.
if (Names.CheckDomain(token.Namespace) is { } badDomain) return Deny(badDomain);
if (token.ServiceAccount != (Settings.Text("serviceAccountNames") == "service" ? Input.Service : Input.Identity)) return Deny("service-foreign", $"service account `{token.ServiceAccount}` may not be `{Input.Identity}`");
if (Names.CheckInstanceId() is { } badId) return Deny(badId);
if (Input.InstanceId != podUid) return Deny("instance-id-foreign", $"the token is of pod uid `{podUid}`, not of instance `{Input.InstanceId}`");

// The pod: alive, and the very one that the token was issued to. Only who has proved the identity so far can make us wait.
var pod = Pods.Find(token.Namespace, podName);
if (pod is null) return Wait(Pods.Key(token.Namespace, podName), "pod-unknown");
// A token is only ever issued to a pod that exists. Issued after the pod we know was created, it is of a later pod: the watch
// is behind, and the answer will come. Issued before, it is of an earlier pod, which is gone for good.
if (pod.Uid != podUid && token.IssuedAt > pod.CreatedAt) return Wait(Pods.Key(token.Namespace, podName), "pod-outdated");
if (pod.Uid != podUid) return Deny("pod-replaced", $"pod `{pod}` now has uid `{pod.Uid}`");
if (pod.ServiceAccount != token.ServiceAccount) return Deny("pod-account-foreign", $"pod `{pod}` runs as `{pod.ServiceAccount}`");
if (pod.DeletedAt is not null) return Deny("pod-deleted", $"pod `{pod}` is being deleted");
if (pod.Phase is "Succeeded" or "Failed") return Deny("pod-finished", $"pod `{pod}` is in phase `{pod.Phase}`");
if (!pod.IsLive) return Deny("pod-phase-unknown", $"pod `{pod}` is in phase `{pod.Phase}`");

// The names. Addresses of a host-network pod are its node's: names and SANs made of them need the operator's word.
var mayNameIps = !pod.HostNetwork || mayNameHostIps;
if (Names.CheckDnsNames(token.Namespace, mayNameIps ? pod.Ips : null) is { } badDnsName) return Deny(badDnsName);
if (Names.CheckHostname(token.Namespace, mayNameIps ? pod.Ips : null) is { } badHostname) return Deny(badHostname);
if (Names.CheckUris(token.Namespace) is { } badUri) return Deny(badUri);

// The addresses. The kubelet may tell a container its address before the API server knows it.
if (Settings.Flag("requireSanIp", true) && Input.SanIps.Count == 0) return Deny("san-ip-missing", "the request has no IP address");
if (!mayNameIps && Input.SanIps.Count > 0) return Deny("san-ip-host-network", $"pod `{pod}` shares the addresses of its node");
if (pod.Ips.Count == 0 && Input.SanIps.Count > 0) return Wait(Pods.Key(token.Namespace, podName), "pod-ip-unknown");
if (!Input.SanIps.IsSubsetOf(pod.Ips)) return Deny("san-ip-foreign", $"`{Input.SanIps}` is not within the pod's `{pod.Ips}`");
var hostIpCounts = clientIp == "podIP-or-hostIP" || pod.HostNetwork;
var clientIsPod = clientIp == "ignore" || (Input.ClientIp is { } client && (pod.Ips.Contains(client) || (hostIpCounts && pod.HostIps.Contains(client))));
if (!clientIsPod && Input.ClientIp is null) return Deny("client-ip-missing", "attribute `clientIP` is missing");
if (!clientIsPod && pod.Ips.Count == 0) return Wait(Pods.Key(token.Namespace, podName), "pod-ip-unknown");
if (!clientIsPod) return Deny("client-ip-foreign", $"`{Input.ClientIp}` is not an address of pod `{pod}`");

return Allow(certExpiryMinutes: Settings.Number("certExpiryMinutes"));
