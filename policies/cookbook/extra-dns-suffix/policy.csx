// ---
// title: A second DNS suffix for the domains that are listed
// providers: ["k8s.*"]
// mode: enforce
// ---

// The suffix has to be in the setting `dnsSuffixes` too: there it says which names exist, here who may have them.
// `dns-suffixes` is {"<suffix>": ["<domain>", ...]}; names below other suffixes are not looked at.
var suffixes = Data["dns-suffixes"];
if (!suffixes.IsObject) return Wait("dns-suffixes", "suffixes-unknown");
foreach (var suffix in suffixes.Names)
{
    var mayUse = suffixes[suffix].Texts.Contains(Input.Domain);
    foreach (var name in Input.SanDns)
    {
        if (!mayUse && name.EndsWith($".{suffix}", StringComparison.Ordinal)) return Deny("suffix-not-listed", $"`{Input.Domain}` may not have `{name}`");
    }
    if (!mayUse && Input.Hostname.EndsWith($".{suffix}", StringComparison.Ordinal)) return Deny("suffix-not-listed", $"`{Input.Domain}` may not have `{Input.Hostname}`");
}
return Allow();
