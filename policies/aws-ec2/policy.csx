// ---
// title: An EC2 instance may have the identity of the role that it assumes
// providers: ["athenz.aws.*"]
// mode: enforce
// settings:
//   dnsSuffixes: {type: text-or-texts, format: dns-name, required: true, help: the DNS suffixes ZTS allows to this provider}
//   awsRegion: {type: text, format: dns-label, from: provider-region, help: the region whose STS is asked and whose documents are taken}
//   awsPartition: {type: text, values: [aws, aws-cn, aws-us-gov], default: aws, help: the partition of AWS}
//   validateIpAddress: {type: flag, default: true, help: whether IP addresses in the request are checked}
//   allowedIpBlocks: {type: texts, format: ip-block, help: blocks whose addresses may be in a certificate}
//   certValidityStsOnlyDays: {type: number, min: 1, max: 3650, default: 7, help: "upper limit of the certificate's life without a document, in days"}
//   certExpiryMinutes: {type: number, min: 1, max: 2147483647, help: "upper limit of the certificate's life with a document, in minutes"}
//   bootTimeOffsetSeconds: {type: number, min: 0, max: 2147483647, default: 1800, help: how old an instance may be when it registers; 0 is any age}
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

// The engine has compared the settings with the front matter: what is missing or misspelt has refused already.
var bootSeconds = Settings.Number("bootTimeOffsetSeconds") ?? 0;

// The attestation, on refresh too, and what in it costs nothing to check.
if (Input.AttestationData == "") return Deny("attestation-missing", "ZTS sent no attestation data");
if (!Aws.Attestation.Exists) return Deny("attestation-malformed", "the attestation data is not a JSON object");
if (Roles.CheckAccounts() is { } badAccounts) return Deny(badAccounts);
if (Roles.CheckRole(Aws.Attestation.Role) is { } badRole) return Deny(badRole);

// The names. Nothing on an instance proves a Kubernetes namespace.
if (Names.CheckInstanceId() is { } badId) return Deny(badId);
if (Names.CheckDnsNames() is { } badDnsName) return Deny(badDnsName);
if (Names.CheckHostname() is { } badHostname) return Deny(badHostname);
if (Names.CheckUris(orDefault: true) is { } badUri) return Deny(badUri);

// The identity document: without one nothing proves the instance, so there are fewer days and no SSH certificate.
var hasDocument = Aws.Attestation.HasDocument;
var document = hasDocument ? Documents.Verify(Aws.Attestation.Document, Aws.Attestation.Signature) : null;
if (document is not null)
{
    if (document.Code == "document-certificates-missing") return Wait("aws/public-certs", "document-certificates-missing");
    if (document.Finding is { } badDocument) return Deny(badDocument);
    if (Roles.CheckDocument(document) is { } foreignDocument) return Deny(foreignDocument);
    // Only a young instance may register; whoever finds an old document is late. The operator may lift that in Athenz.
    var ofAnyAge = Input.IsRefresh || bootSeconds == 0 || Input.HasDomainFeature(2) || Input.HasServiceFeature(1);
    if (document.PendingTime is not { } started) return Deny("boot-time-missing", "the document has no readable `pendingTime`");
    if (started > Now.AddSeconds(60)) return Deny("boot-time-future", $"the instance starts at {started}, and it is {Now}");
    if (!ofAnyAge && started < Now.AddSeconds(-bootSeconds)) return Deny("boot-time-past", $"the instance started at {started}, more than {bootSeconds} s before {Now}");
}
if (Settings.Flag("validateIpAddress", true) && Addresses.CheckSanIps(document?.PrivateIp) is { } badIp) return Deny(badIp);

// The role: asked of AWS last, because only that costs a call.
var caller = Callers.Check();
if (caller.WaitsFor is { } fact) return Wait(fact, caller.Code);
if (caller.Finding is { } badCaller) return Deny(badCaller);

if (document is null) return Allow(certExpiryMinutes: Settings.Number("certValidityStsOnlyDays") * 1440, certSsh: false);
return Allow(certExpiryMinutes: Settings.Number("certExpiryMinutes"), certSsh: true, instancePrivateIp: document.PrivateIp?.ToString(), sshPrincipals: new[] { Input.InstanceId });
