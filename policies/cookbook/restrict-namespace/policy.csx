// ---
// title: Namespaces of the platform have the services that are listed, and no other
// providers: ["k8s.*"]
// mode: enforce
// settings:
//   domainMapping: {type: domain-mapping, required: true, help: how a namespace becomes a domain}
// ---

// `restricted-namespaces` is {"<namespace>": ["<service>", ...]}. That the domain belongs to the pod's namespace, the policy
// `kubernetes` proves; so the domain is enough here.
var restricted = Data["restricted-namespaces"];
if (!restricted.IsObject) return Wait("restricted-namespaces", "restrictions-unknown");
foreach (var name in restricted.Names)
{
    if (Names.DomainOf(name) != Input.Domain) continue;
    if (!restricted[name].Texts.Contains(Input.Service)) return Deny("service-not-listed", $"namespace `{name}` has no service `{Input.Service}`");
}
return Allow();
