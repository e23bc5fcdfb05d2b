// ---
// title: A Lambda function may have the identity of the role that it runs as
// providers: ["athenz.aws-lambda.*"]
// mode: enforce
// settings:
//   dnsSuffixes: {type: text-or-texts, format: dns-name, required: true, help: the DNS suffixes ZTS allows to this provider}
//   awsRegion: {type: text, format: dns-label, from: provider-region, help: the region whose STS is asked}
//   awsPartition: {type: text, values: [aws, aws-cn, aws-us-gov], default: aws, help: the partition of AWS}
//   validateIpAddress: {type: flag, default: true, help: whether IP addresses in the request are checked}
//   allowedIpBlocks: {type: texts, format: ip-block, help: blocks whose addresses may be in a certificate}
//   certValidityStsOnlyDays: {type: number, min: 1, max: 3650, default: 7, help: "upper limit of the certificate's life in days"}
//   webIdentity:
//     type: object
//     help: take web identity tokens of these organizations
//     members:
//       audience: {type: text-or-texts, required: true, help: the audience of the tokens}
//       allowedOrgIds: {type: texts, required: true, help: the organizations of AWS}
//   eksClusterNames: {type: text-or-texts, format: dns-name, help: names allowed between domain and suffix}
//   spiffeTrustDomains: {type: text-or-texts, format: trust-domain, help: trust domains of SPIFFE URIs with a namespace}
//   allowUnnamedInstanceId: {type: flag, default: false, help: whether the instance id may stand in no name of the request}
//   allowLabelsAfterService: {type: flag, default: false, help: whether DNS names may have labels between service and domain}
// ---

// The attestation, on refresh too, and what in it costs nothing to check. A function has no identity document.
if (Input.AttestationData == "") return Deny("attestation-missing", "ZTS sent no attestation data");
if (!Aws.Attestation.Exists) return Deny("attestation-malformed", "the attestation data is not a JSON object");
if (Roles.CheckAccounts() is { } badAccounts) return Deny(badAccounts);
if (Roles.CheckRole(Aws.Attestation.Role) is { } badRole) return Deny(badRole);
if (Names.CheckInstanceId() is { } badId) return Deny(badId);
if (Names.CheckDnsNames() is { } badDnsName) return Deny(badDnsName);
if (Names.CheckHostname() is { } badHostname) return Deny(badHostname);
if (Names.CheckUris(orDefault: true) is { } badUri) return Deny(badUri);
if (Settings.Flag("validateIpAddress", true) && Addresses.CheckSanIps(null) is { } badIp) return Deny(badIp);

// The role: asked of AWS last, because only that costs a call.
var caller = Callers.Check();
if (caller.WaitsFor is { } fact) return Wait(fact, caller.Code);
if (caller.Finding is { } badCaller) return Deny(badCaller);

return Allow(certExpiryMinutes: Settings.Number("certValidityStsOnlyDays") * 1440, certSsh: false);
