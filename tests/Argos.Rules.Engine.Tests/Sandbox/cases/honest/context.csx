// expect: allowed
if (Input.Provider != "k8s.cluster1" || Input.Domain != "media.sports" || Input.Service != "api") return Deny("names");
if (Input.Identity != "media.sports.api" || Input.IsRefresh || Input.InstanceId != "uid-1") return Deny("identity");
if (Input.Operation != InstanceOperation.Register) return Deny("operation");
if (Input.SanDns.Count != 2 || !Input.SanDns[0].StartsWith("api.", StringComparison.Ordinal)) return Deny("dns");
if (Input.SanUris.Count != 0 || Input.Accounts.Count != 0 || Input.Hostname != "" || Input.Attribute("nothing") != "") return Deny("empty");
if (Input.Attestation["identityToken"].Text is not { Length: > 0 }) return Deny("attestation");
if (!Settings.Exists || Settings.Text("issuer") is null || Settings.Text("nothing", "x") != "x") return Deny("settings");
if (Settings.Number("limit") != 5 || !Settings.Flag("strict", false) || Settings.Texts("dnsSuffixes").Count != 1) return Deny("settings-types");
if (Settings.FirstMissing("issuer", "audience", "zzz") is not "zzz") return Deny("first-missing");
if (Settings.FirstMissing("issuer") is { } missing) return Deny("settings-missing", missing);
if (Settings.FirstMissing("issuer", "audience") is { } missing2) return Deny("settings-missing", missing2);
var token = Tokens.Verify(Input.IdentityToken, keys: "kubernetes/keys", issuer: Settings.Text("issuer"), audience: Settings.Text("audience"));
if (!token.Valid) return Deny(token.Code, token.Problem);
if (!token.Audiences.Contains("athenz")) return Deny("audience");
var pod = Pods.Find(token.Namespace, "api-0");
if (pod is null) return Wait(Pods.Key(token.Namespace, "api-0"), "pod-unknown");
if (!Input.SanIps.IsSubsetOf(pod.Ips)) return Deny("san-ip-foreign", $"`{Input.SanIps}` is not in `{pod.Ips}` of `{pod}`");
if (Input.ClientIp is not { } client || !pod.Ips.Contains(client)) return Deny("client", $"{Input.ClientIp}");
if (pod.Labels["app"] != "api" || pod.Labels.ContainsKey("b") || pod.Labels.GetValueOrDefault("b", "none") != "none") return Deny("labels");
if (pod.CreatedAt > Now || pod.DeletedAt is not null || token.IssuedAt > pod.CreatedAt) return Deny("times");
if (Data["teams"]["media"]["size"].Number is not 3 || Data["nothing"].Exists) return Deny("data");
foreach (var name in Data["teams"]["media"]["names"].Texts) { if (name == "c") return Deny("name"); }
foreach (var (key, value) in pod.Labels) { if (key == value) return Deny("label"); }
foreach (var ip in Input.SanIps) { if (ip.IsV6) return Deny("v6"); }
return Allow(certExpiryMinutes: 60, certRefresh: true, certUsage: "client", sshPrincipals: new[] { "a" });
