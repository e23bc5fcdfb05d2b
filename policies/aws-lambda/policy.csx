// ---
// title: A Lambda function may have the identity of the role that it runs as
// providers: ["athenz.aws-lambda.*"]
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
if (validateIps is null) return Deny("settings-invalid", "setting `validateIpAddress` must be `true` or `false`");
if (stsOnlyDays is not (>= 1 and <= 3650)) return Deny("settings-invalid", "setting `certValidityStsOnlyDays` must be a whole number from 1 to 3650");

// The attestation, on refresh too, and what in it costs nothing to check. A function has no identity document.
if (Input.AttestationData == "") return Deny("attestation-missing", "ZTS sent no attestation data");
if (!Aws.Attestation.Exists) return Deny("attestation-malformed", "the attestation data is not a JSON object");
if (Roles.CheckAccounts() is { } badAccounts) return Deny(badAccounts);
if (Roles.CheckRole(Aws.Attestation.Role) is { } badRole) return Deny(badRole);
if (Names.CheckInstanceId() is { } badId) return Deny(badId);
if (Names.CheckDnsNames() is { } badDnsName) return Deny(badDnsName);
if (Names.CheckHostname() is { } badHostname) return Deny(badHostname);
if (Names.CheckUris() is { } badUri) return Deny(badUri);
if (validateIps == true && Addresses.CheckSanIps(null) is { } badIp) return Deny(badIp);

// The role: asked of AWS last, because only that costs a call.
var caller = Callers.Check();
if (caller.WaitsFor is { } fact) return Wait(fact, caller.Code);
if (caller.Finding is { } badCaller) return Deny(badCaller);

return Allow(certExpiryMinutes: stsOnlyDays * 1440, certSsh: false);
