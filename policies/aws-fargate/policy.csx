// ---
// title: A task of ECS or Fargate may have the identity of the role that it assumes
// providers: ["athenz.aws-ecs.*"]
// mode: enforce
// ---

// Settings. What is missing or misspelt refuses; it never loosens a check.
if (!Settings.Exist) return Deny("provider-unknown", $"there is no settings document `providers/{Input.Provider}`");
if (Names.CheckSettings() is { } badNames) return Deny(badNames);
if (Roles.CheckSettings() is { } badRoles) return Deny(badRoles);
if (Callers.CheckSettings() is { } badCallers) return Deny(badCallers);
if (Addresses.CheckSettings() is { } badBlocks) return Deny(badBlocks);
var validateIps = Settings["validateIpAddress"].Exists ? Settings["validateIpAddress"].Flag : true;
var stsOnlyDays = Settings["certValidityStsOnlyDays"].Exists ? Settings.Number("certValidityStsOnlyDays") : 7;
var expiryMinutes = Settings.Number("certExpiryMinutes");
if (validateIps is null) return Deny("settings-invalid", "setting `validateIpAddress` must be `true` or `false`");
if (stsOnlyDays is not (>= 1 and <= 3650)) return Deny("settings-invalid", "setting `certValidityStsOnlyDays` must be a whole number from 1 to 3650");
if (Settings["certExpiryMinutes"].Exists && expiryMinutes is not (>= 1 and <= 2147483647)) return Deny("settings-invalid", "setting `certExpiryMinutes` must be a whole number of at least 1");

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
if (Names.CheckUris() is { } badUri) return Deny(badUri);

// The identity document of the instance that runs the task, on ECS with EC2. Fargate has none. The instance may be of any age.
var document = Aws.Attestation.HasDocument ? Documents.Verify(Aws.Attestation.Document, Aws.Attestation.Signature) : null;
if (document is not null)
{
    if (document.Code == "document-certificates-missing") return Wait("aws/public-certs", "document-certificates-missing");
    if (document.Finding is { } badDocument) return Deny(badDocument);
    if (Roles.CheckHostDocument(document) is { } foreignDocument) return Deny(foreignDocument);
}
if (validateIps == true && Addresses.CheckSanIps(document?.PrivateIp) is { } badIp) return Deny(badIp);

// The role: asked of AWS last, because only that costs a call.
var caller = Callers.Check();
if (caller.WaitsFor is { } fact) return Wait(fact, caller.Code);
if (caller.Finding is { } badCaller) return Deny(badCaller);

// A task is no host: it gets no SSH certificate, whatever runs it.
return Allow(certExpiryMinutes: document is null ? stsOnlyDays * 1440 : expiryMinutes, certSsh: false);
