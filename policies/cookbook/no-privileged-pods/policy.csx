// ---
// title: Privileged pods have no identity
// providers: ["k8s.*"]
// mode: enforce
// settings:
//   issuer: {type: text, required: true, help: "the cluster's token issuer, exact"}
//   audience: {type: text, required: true, help: the audience of the projected token}
//   domainMapping: {type: domain-mapping, required: true, help: how a namespace becomes a domain}
//   spiffeTrustDomains: {type: text-or-texts, format: trust-domain, help: trust domains of SPIFFE URIs with a namespace}
// ---

// Needs more of a pod than is replicated by default: add `spec.containers`, `spec.initContainers` and `spec.ephemeralContainers`
// to mgmt's setting `Source:ExtraPodFields`. Without them no container is seen, and that refuses.
var token = Tokens.Verify(Input.IdentityToken, keys: "kubernetes/keys", issuer: Settings.Text("issuer"), audience: Settings.Text("audience"));
if (token.Finding is { } badToken) return Deny(badToken);
if (Names.CheckDomain(token.Namespace) is { } badDomain) return Deny(badDomain);
if (Input.InstanceId != token.PodUid) return Deny("instance-id-foreign", "the token is of another pod");
if (Names.CheckUris(token.Namespace) is { } badUri) return Deny(badUri);
var pod = Pods.Find(token.Namespace, token.PodName);
if (pod is null) return Wait(Pods.Key(token.Namespace, token.PodName), "pod-unknown");
var spec = pod.Json["spec"];
if (spec["containers"].Count == 0) return Deny("containers-unknown", "the pod's containers are not replicated");
foreach (var kind in new[] { "containers", "initContainers", "ephemeralContainers" })
{
    foreach (var container in spec[kind].Items)
    {
        if (container["securityContext"]["privileged"].Flag == true) return Deny("pod-privileged", $"container `{container["name"].Text}` is privileged");
    }
}
return Allow();
