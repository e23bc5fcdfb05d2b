// ---
// title: A task of ECS or Fargate may have the identity of the role that it assumes
// providers: ["athenz.aws-ecs.*"]
// mode: enforce
// settings:
//   dnsSuffixes: {type: text-or-texts, format: dns-name, required: true, help: the DNS suffixes ZTS allows to this provider}
//   awsRegion: {type: text, format: dns-label, from: provider-region, help: the region whose STS is asked and whose documents are taken}
//   awsPartition: {type: text, values: [aws, aws-cn, aws-us-gov], default: aws, help: the partition of AWS}
//   validateIpAddress: {type: flag, default: true, help: whether IP addresses in the request are checked}
//   allowedIpBlocks: {type: texts, format: ip-block, help: blocks whose addresses may be in a certificate}
//   certValidityStsOnlyDays: {type: number, min: 1, max: 3650, default: 7, help: "upper limit of the certificate's life without a document, in days"}
//   certExpiryMinutes: {type: number, min: 1, max: 2147483647, help: "upper limit of the certificate's life with a document, in minutes"}
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

// The attestation, on refresh too, and what in it costs nothing to check.
if (Input.AttestationData == "") return Deny("attestation-missing", "ZTS sent no attestation data");
if (!Aws.Attestation.Exists) return Deny("attestation-malformed", "the attestation data is not a JSON object");
if (Roles.CheckAccounts() is { } badAccounts) return Deny(badAccounts);
if (Roles.CheckRole(Aws.Attestation.Role) is { } badRole) return Deny(badRole);

// The names. The instance id is the task's; only old agents say it twice.
if (Names.CheckInstanceId() is { } badId) return Deny(badId);
if (Aws.Attestation.TaskId != "" && Aws.Attestation.TaskId != Input.InstanceId) return Deny("task-foreign", $"the attestation is of task `{Aws.Attestation.TaskId}`, not of `{Input.InstanceId}`");
if (Names.CheckDnsNames() is { } badDnsName) return Deny(badDnsName);
if (Names.CheckHostname() is { } badHostname) return Deny(badHostname);
if (Names.CheckUris(orDefault: true) is { } badUri) return Deny(badUri);

// The identity document of the instance that runs the task, on ECS with EC2. Fargate has none. The instance may be of any age.
var document = Aws.Attestation.HasDocument ? Documents.Verify(Aws.Attestation.Document, Aws.Attestation.Signature) : null;
if (document is not null)
{
    if (document.Code == "document-certificates-missing") return Wait("aws/public-certs", "document-certificates-missing");
    if (document.Finding is { } badDocument) return Deny(badDocument);
    if (Roles.CheckHostDocument(document) is { } foreignDocument) return Deny(foreignDocument);
}
if (Settings.Flag("validateIpAddress", true) && Addresses.CheckSanIps(document?.PrivateIp) is { } badIp) return Deny(badIp);

// The role: asked of AWS last, because only that costs a call.
var caller = Callers.Check();
if (caller.WaitsFor is { } fact) return Wait(fact, caller.Code);
if (caller.Finding is { } badCaller) return Deny(badCaller);

// A task is not a host: it gets no SSH certificate, whatever runs it.
return Allow(certExpiryMinutes: document is null ? Settings.Number("certValidityStsOnlyDays") * 1440 : Settings.Number("certExpiryMinutes"), certSsh: false);
