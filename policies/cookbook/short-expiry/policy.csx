// ---
// title: Some domains have short-lived certificates
// providers: ["k8s.*"]
// mode: enforce
// ---

// `expiry-limits` is {"<domain>": <minutes>}. Of several policies the shortest life holds, so this one can only shorten.
var limits = Data["expiry-limits"];
if (!limits.IsObject) return Wait("expiry-limits", "limits-unknown");
var limit = limits[Input.Domain];
if (!limit.Exists) return Allow();
if (limit.Number is not (>= 1 and <= 525600)) return Deny("limit-invalid", $"the limit of `{Input.Domain}` must be 1 to 525600 minutes");
return Allow(certExpiryMinutes: limit.Number);
