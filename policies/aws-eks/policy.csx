// ---
// title: A pod of EKS may have the identity of its service account, or of the role that it assumes
// providers: ["athenz.aws-eks.*"]
// mode: enforce
// settings:
//   dnsSuffixes: {type: text-or-texts, format: dns-name, required: true, help: the DNS suffixes ZTS allows to this provider}
//   awsRegion: {type: text, format: dns-label, from: provider-region, help: the region whose STS is asked}
//   awsPartition: {type: text, values: [aws, aws-cn, aws-us-gov], default: aws, help: the partition of AWS}
//   validateIpAddress: {type: flag, default: true, help: whether IP addresses in the request are checked}
//   allowedIpBlocks: {type: texts, format: ip-block, help: blocks whose addresses may be in a certificate}
//   certValidityStsOnlyDays: {type: number, min: 1, max: 3650, default: 7, help: "upper limit of the certificate's life in days"}
//   audience: {type: text-or-texts, help: "the audience of the projected token, needed for tokens"}
//   webIdentity:
//     type: object
//     help: take web identity tokens of these organizations
//     members:
//       audience: {type: text-or-texts, required: true, help: the audience of the tokens}
//       allowedOrgIds: {type: texts, required: true, help: the organizations of AWS}
//   domainMapping: {type: domain-mapping, help: "how a namespace becomes a domain, needed for cluster-local names"}
//   eksDnsSuffixes: {type: text-or-texts, format: cluster-suffix, help: suffixes of cluster-local names}
//   eksClusterNames: {type: text-or-texts, format: dns-name, help: names allowed between domain and suffix}
//   clientIp: {type: text, values: [podIP, ignore], default: ignore, help: "whether the address that ZTS saw is the pod's"}
//   unprovenPodAddresses: {type: flag, default: false, help: "whether `pod` names of the namespace may have any address, which NAT makes unprovable"}
//   spiffeTrustDomains: {type: text-or-texts, format: trust-domain, help: trust domains of SPIFFE URIs with a namespace}
//   allowUnnamedInstanceId: {type: flag, default: false, help: whether the instance id may stand in no name of the request}
//   allowLabelsAfterService: {type: flag, default: false, help: whether DNS names may have labels between service and domain}
//   allowSpiffeOnly: {type: flag, default: false, help: whether a SPIFFE URI may be the only name of the request}
// ---

// The attestation: a service account token, the credentials of a role, or a web identity token of one.
if (Input.AttestationData == "") return Deny("attestation-missing", "ZTS sent no attestation data");
if (!Aws.Attestation.Exists) return Deny("attestation-malformed", "the attestation data is not a JSON object");
if (Roles.CheckAccounts() is { } badAccounts) return Deny(badAccounts);
if (Names.CheckInstanceId() is { } badId) return Deny(badId);
var byToken = Aws.Attestation.HasIdentityToken && !Callers.HasWebIdentityToken;

// The namespace: with a service account token the proven one. A role proves none; there the names may speak of one that `domainMapping` gives to the
// domain, which they do prove.
var audiences = Settings.Texts("audience");
var clusters = Roles.Partition == "aws-cn" ? "https://oidc.eks.*.amazonaws.com.cn/id/*" : "https://oidc.eks.*.amazonaws.com/id/*";
var token = byToken ? Oidc.Verify(Input.IdentityToken, new[] { clusters }, audiences) : null;
if (token is not null)
{
    // A certificate of a token is not refreshed: the pod registers again, with a new token.
    if (Input.IsRefresh) return Deny("refresh-refused", "a certificate that was given for a service account token is not refreshed");
    if (Input.Attribute("instanceCloud") != "aws") return Deny("cloud-foreign", $"attribute `instanceCloud` is `{Input.Attribute("instanceCloud")}`, not `aws`");
    if (audiences.Count == 0) return Deny("settings-missing", "setting `audience` is missing");
    if (token.Pending) return Wait(token, "token-keys-pending");
    if (token.Finding is { } badToken) return Deny(badToken);
    if (!audiences.Contains(token.Check.Audiences[0])) return Deny("token-audience", $"the token is first for `{token.Check.Audiences[0]}`, which is none of `{string.Join("`, `", audiences)}`");
    if (token.Check.ServiceAccount is not { } account) return Deny("token-subject", "claim `sub` is not a service account");
    if (token.Check.BoundNamespace != token.Check.Namespace || token.Check.BoundServiceAccount != account) return Deny("token-inconsistent", "claims `sub` and `kubernetes.io` disagree");
    if (string.IsNullOrEmpty(token.Check.PodUid)) return Deny("token-unbound", "the token is not bound to a pod");
    if (account != Input.Identity) return Deny("service-foreign", $"service account `{account}` may not be `{Input.Identity}`");
    if (Input.InstanceId != token.Check.PodUid) return Deny("instance-id-foreign", $"the token is of pod uid `{token.Check.PodUid}`, not of instance `{Input.InstanceId}`");
}
if (token is null && Roles.CheckRole(Aws.Attestation.Role) is { } badRole) return Deny(badRole);
var podNamespace = token is null ? Names.ClaimedNamespace : token.Check.Namespace;
if (token is null && podNamespace is not null && Names.CheckDomain(podNamespace) is { } badDomain) return Deny(badDomain);

// The names and addresses. Nothing proves the pod's address but that ZTS has seen it, where nothing is between the two.
var anyAddress = Settings.Flag("unprovenPodAddresses", false);
var podIp = Settings.Text("clientIp") == "podIP" ? Input.ClientIp : null;
var podIps = podIp is { } seen ? new IpSet(new[] { seen }) : null;
if (Names.CheckDnsNames(podNamespace, podIps, anyAddress) is { } badDnsName) return Deny(badDnsName);
if (Names.CheckHostname(podNamespace, podIps, anyAddress) is { } badHostname) return Deny(badHostname);
if (Names.CheckUris(podNamespace, orDefault: token is null) is { } badUri) return Deny(badUri);
if (Settings.Flag("validateIpAddress", true) && Addresses.CheckSanIps(podIp) is { } badIp) return Deny(badIp);

if (token is null)
{
    var caller = Callers.Check();
    if (caller.WaitsFor is { } fact) return Wait(fact, caller.Code);
    if (caller.Finding is { } badCaller) return Deny(badCaller);
    return Allow(certExpiryMinutes: Settings.Number("certValidityStsOnlyDays") * 1440, certSsh: false);
}

// The cluster: its issuer is an OIDC provider of one of the domain's accounts, and ZTS lets the service be launched from that account.
foreach (var owner in Input.Accounts)
{
    var providers = Aws.OidcProviders(owner, Roles.Region);
    if (providers.Pending) return Wait(providers, "oidc-providers-pending");
    if (!providers.Contains(Roles.OidcProvider(owner, token.Check.Issuer))) continue;
    var grant = Athenz.Access(Input.Identity, "launch", $"{Input.Domain}:{Input.Service}:{owner}");
    if (grant.Pending) return Wait(grant, "access-pending");
    if (!grant.Granted) return Deny("launch-refused", $"ZTS does not grant `launch` on `{Input.Domain}:{Input.Service}:{owner}` to `{Input.Identity}`");
    return Allow(certExpiryMinutes: Settings.Number("certValidityStsOnlyDays") * 1440, certRefresh: false, certSsh: false);
}
return Deny("issuer-foreign", $"issuer `{token.Check.Issuer}` is no OIDC provider of an account of the domain");
