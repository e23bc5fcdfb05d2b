// ---
// title: An EC2 instance may have the identity of the role that it assumes
// providers: ["athenz.aws.*"]
// mode: enforce
// ---

// Settings. What is missing or misspelt refuses; it never loosens a check.
if (!Settings.Exist) return Deny("provider-unknown", $"there is no settings document `providers/{Input.Provider}`");
if (Names.CheckSettings() is { } badNames) return Deny(badNames);
if (Roles.CheckSettings() is { } badRoles) return Deny(badRoles);
if (Callers.CheckSettings() is { } badCallers) return Deny(badCallers);
if (Addresses.CheckSettings() is { } badBlocks) return Deny(badBlocks);
var validateIps = Settings["validateIpAddress"].Exists ? Settings["validateIpAddress"].Flag : true;
var bootSeconds = Settings["bootTimeOffsetSeconds"].Exists ? Settings.Number("bootTimeOffsetSeconds") : 1800;
var stsOnlyDays = Settings["certValidityStsOnlyDays"].Exists ? Settings.Number("certValidityStsOnlyDays") : 7;
var expiryMinutes = Settings.Number("certExpiryMinutes");
if (validateIps is null) return Deny("settings-invalid", "setting `validateIpAddress` must be `true` or `false`");
if (bootSeconds is not (>= 0 and <= 2147483647)) return Deny("settings-invalid", "setting `bootTimeOffsetSeconds` must be a whole number of seconds; 0 takes an instance of any age");
if (stsOnlyDays is not (>= 1 and <= 3650)) return Deny("settings-invalid", "setting `certValidityStsOnlyDays` must be a whole number from 1 to 3650");
if (Settings["certExpiryMinutes"].Exists && expiryMinutes is not (>= 1 and <= 2147483647)) return Deny("settings-invalid", "setting `certExpiryMinutes` must be a whole number of at least 1");

// The attestation, on refresh too, and what in it costs nothing to check.
if (Input.AttestationData == "") return Deny("attestation-missing", "ZTS sent no attestation data");
if (!Aws.Attestation.Exists) return Deny("attestation-malformed", "the attestation data is not a JSON object");
if (Roles.CheckAccounts() is { } badAccounts) return Deny(badAccounts);
if (Roles.CheckRole(Aws.Attestation.Role) is { } badRole) return Deny(badRole);

// The names. Nothing on an instance proves a Kubernetes namespace.
if (Names.CheckInstanceId() is { } badId) return Deny(badId);
if (Names.CheckDnsNames() is { } badDnsName) return Deny(badDnsName);
if (Names.CheckHostname() is { } badHostname) return Deny(badHostname);
if (Names.CheckUris() is { } badUri) return Deny(badUri);

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
    if (!ofAnyAge && started < Now.AddSeconds(-(bootSeconds ?? 0))) return Deny("boot-time-past", $"the instance started at {started}, more than {bootSeconds} s before {Now}");
}
if (validateIps == true && Addresses.CheckSanIps(document?.PrivateIp) is { } badIp) return Deny(badIp);

// The role: asked of AWS last, because only that costs a call.
var caller = Callers.Check();
if (caller.WaitsFor is { } fact) return Wait(fact, caller.Code);
if (caller.Finding is { } badCaller) return Deny(badCaller);

if (document is null) return Allow(certExpiryMinutes: stsOnlyDays * 1440, certSsh: false);
return Allow(certExpiryMinutes: expiryMinutes, certSsh: true, instancePrivateIp: document.PrivateIp?.ToString(), sshPrincipals: new[] { Input.InstanceId });
