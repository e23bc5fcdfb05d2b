using Argos.Rules.Contracts.Addresses;

namespace Argos.Rules.Language;

/// <summary>
/// The rules for the names of a certificate request: instance id, DNS names, host name, URIs; and the mapping of Kubernetes
/// namespaces to Athenz domains. A check gives <see langword="null"/> when it passes, else a finding for <c>Deny</c>:
/// <c>if (Names.CheckInstanceId() is { } problem) return Deny(problem);</c>
/// </summary>
/// <remarks>
/// The rules read the settings <c>dnsSuffixes</c>, <c>k8sDnsSuffixes</c> and <c>clusterNames</c> (on EKS also <c>eksDnsSuffixes</c> and
/// <c>eksClusterNames</c>; both count), <c>spiffeTrustDomains</c> and <c>domainMapping</c>: a policy declares those it wants in its front matter.
/// All names are compared case-sensitively, as ZTS compares them. A name is never proof of a domain: <c>media.sports</c> and
/// <c>media-sports</c> have the same DNS names, so a policy has to prove the domain by <see cref="CheckDomain"/> or otherwise.
/// </remarks>
public sealed class NameRules
{
    private readonly PolicyInput _input;
    private readonly PolicySettings _settings;

    /// <summary>Makes the rules for one decision.</summary>
    public NameRules(PolicyInput input, PolicySettings settings)
    {
        _input = input;
        _settings = settings;
    }

    private NameLists Lists => _settings.Names;

    /// <summary>How many names the request has.</summary>
    internal int Names => 1 + _input.SanDns.Count + _input.SanUris.Count;

    /// <summary>How many characters its URIs have together.</summary>
    internal long UriCharacters => _input.SanUris.Sum(static u => (long)u.Length);

    /// <summary>What a check takes at most, in steps: each name is held against each of the lists.</summary>
    internal long Work =>
        Names * (4L + ((Lists.DnsSuffixes.Length + Lists.ClusterNames.Length + Lists.ClusterSuffixes.Length + Lists.TrustDomains.Length) >> 2));

    /// <summary>
    /// The Athenz domain of a Kubernetes namespace by the setting <c>domainMapping</c>; <see langword="null"/> when there is none,
    /// the setting is missing or wrong, or the result is not a domain name. <see langword="null"/> never equals a domain.
    /// </summary>
    /// <remarks>
    /// <c>{"mode":"dash-to-dot"}</c>: one dash is a dot, two are a dash, so <c>media-sports</c> is <c>media.sports</c> and <c>web--shop</c>
    /// is <c>web-shop</c>; four dashes are two. Three, five, ... dashes in a row can be read in two ways and have no domain: name them with a map.
    /// <c>{"mode":"prefix-suffix","prefix":"k8s.","suffix":".prod"}</c>: the namespace between the two; one of them may be left out.
    /// <c>{"mode":"map","map":{"&lt;namespace&gt;":"&lt;domain&gt;"}}</c>: those namespaces and no other.
    /// </remarks>
    public string? DomainOf(string? podNamespace) => DomainMapping.Map(_settings["domainMapping"], podNamespace);

    /// <summary>Whether the domain asked for is the one of this namespace (<see cref="DomainOf"/>).</summary>
    /// <returns><c>domain-unmapped</c>: the namespace has no domain; <c>domain-foreign</c>: it has another one.</returns>
    public Finding? CheckDomain(string? podNamespace)
    {
        var domain = DomainOf(podNamespace);
        if (domain is null) return new Finding("domain-unmapped", $"namespace `{podNamespace}` has no domain by setting `domainMapping`");
        return domain == _input.Domain ? null : new Finding("domain-foreign", $"namespace `{podNamespace}` is domain `{domain}`, not `{_input.Domain}`");
    }

    /// <summary>
    /// The Kubernetes namespace that the request's names speak of: that of the first SPIFFE URI with another than <c>default</c>, which
    /// agents write that know none, else of the first cluster-local DNS name; <see langword="null"/> when they speak of none. It is a claim, proven by nothing: a policy has to tie it to something
    /// proven, for example by <see cref="CheckDomain"/>, and then hold all names to it by the other checks.
    /// </summary>
    public string? ClaimedNamespace => Language.ClaimedNamespace.Of(_input, Lists);

    /// <summary>
    /// Whether the instance id is one id wherever it stands: the attribute, a DNS name <c>&lt;id&gt;.instanceid.athenz.&lt;suffix&gt;</c>
    /// and a URI <c>athenz://instanceid/&lt;provider&gt;/&lt;id&gt;</c>. It does not say that the id is the instance's own.
    /// </summary>
    /// <returns>
    /// <c>instance-id-unnamed</c>: it stands in no name, and neither setting <c>allowUnnamedInstanceId</c> nor <c>allowSpiffeOnly</c>
    /// lets that pass; <c>instance-id-missing</c>: the attribute is not there; <c>instance-id-malformed</c>: an empty id, one with a comma, a URI without
    /// one; <c>instance-id-duplicate</c>: a second DNS id or a second URI id, even of the same text; <c>instance-id-suffix</c>: not
    /// exactly one of <c>dnsSuffixes</c> behind <c>.instanceid.athenz.</c>; <c>instance-id-provider</c>: the URI names another
    /// provider; <c>instance-id-mismatch</c>: two different ids.
    /// </returns>
    public Finding? CheckInstanceId() => InstanceIdRules.Check(_input, Lists);

    /// <summary>
    /// Whether every DNS name belongs to the service asked for, and there is one at least besides the instance id. With D for the
    /// domain with dots as dashes, these belong: <c>&lt;service&gt;.&lt;D&gt;.&lt;suffix&gt;</c> for each of <c>dnsSuffixes</c>, with any labels
    /// or one <c>*</c> before it, and with the setting <c>allowLabelsAfterService</c> also with labels between service and D;
    /// <c>&lt;service&gt;.&lt;D&gt;.&lt;cluster&gt;.&lt;suffix&gt;</c> for each of <c>clusterNames</c>; and below
    /// <c>k8sDnsSuffixes</c> <c>[&lt;host&gt;.]&lt;name&gt;.&lt;namespace&gt;.svc...</c> and <c>&lt;address-dashed&gt;.[&lt;name&gt;.]&lt;namespace&gt;.pod...</c>.
    /// </summary>
    /// <param name="podNamespace">The proven namespace; <see langword="null"/> refuses every cluster-local name.</param>
    /// <param name="podIps">The proven addresses, for names of the <c>pod</c> kind; <see langword="null"/> refuses them.</param>
    /// <param name="anyPodAddress">
    /// Whether names of the <c>pod</c> kind in the proven namespace may begin with any address, where nothing proves the pod's.
    /// </param>
    /// <param name="mayHaveNone">Whether a request without a DNS name besides the instance id passes: for instances that are known by their URI alone.</param>
    /// <returns>
    /// <c>dns-name-missing</c>: no host name, and no SPIFFE URI in its place that setting <c>allowSpiffeOnly</c> lets pass; <c>dns-name-malformed</c>: not lower-case RFC 1123 labels (upper case, a trailing dot, a
    /// label too long); <c>dns-name-wildcard</c>: a <c>*</c> elsewhere; <c>dns-name-foreign</c>: none of the forms;
    /// <c>dns-name-namespace</c>: cluster-local, of another namespace; <c>dns-name-pod-ip</c>: a pod name of another address.
    /// </returns>
    public Finding? CheckDnsNames(string? podNamespace = null, IpSet? podIps = null, bool anyPodAddress = false, bool mayHaveNone = false) =>
        DnsNameRules.Check(_input, Lists, new HostForms(_input, Lists, podNamespace, podIps, anyPodAddress), mayHaveNone);

    /// <summary>
    /// Whether the host name asked for, if any, is a name that <see cref="CheckDnsNames"/> would take (no wildcard), and the
    /// URI <c>athenz://hostname/&lt;name&gt;</c>, if any, says the same.
    /// </summary>
    /// <param name="podNamespace">The proven namespace; <see langword="null"/> refuses every cluster-local name.</param>
    /// <param name="podIps">The proven addresses; <see langword="null"/> refuses names of the <c>pod</c> kind.</param>
    /// <param name="anyPodAddress">As in <see cref="CheckDnsNames"/>.</param>
    /// <returns><c>hostname-foreign</c>, <c>hostname-mismatch</c>, or <c>hostname-duplicate</c> for a second URI.</returns>
    public Finding? CheckHostname(string? podNamespace = null, IpSet? podIps = null, bool anyPodAddress = false) =>
        HostnameRules.Check(_input, Lists, podNamespace, podIps, anyPodAddress);

    /// <summary>
    /// Whether every URI is of a known kind and every SPIFFE URI is one of <c>spiffe://&lt;domain&gt;/sa/&lt;service&gt;</c> and
    /// <c>spiffe://&lt;trust domain&gt;/ns/&lt;namespace&gt;/sa/&lt;domain&gt;.&lt;service&gt;</c>, the trust domain being one of
    /// <c>spiffeTrustDomains</c>. The URIs of instance id and host name are checked by <see cref="CheckInstanceId"/> and <see cref="CheckHostname"/>.
    /// </summary>
    /// <param name="podNamespace">The proven namespace; <see langword="null"/> refuses the second form, but for <paramref name="orDefault"/>.</param>
    /// <param name="orDefault">Whether the namespace may also be <c>default</c>, which agents write that know none.</param>
    /// <param name="alsoAllowed">Patterns, as of <c>Glob</c>, of URIs of other kinds that may be there too. SPIFFE URIs, and those of instance id and host name, keep their rules.</param>
    /// <returns><c>san-uri-unknown</c>, <c>spiffe-duplicate</c>, <c>spiffe-foreign</c>, <c>spiffe-trust-domain</c> or <c>spiffe-namespace</c>.</returns>
    public Finding? CheckUris(string? podNamespace = null, bool orDefault = false, IReadOnlyList<string>? alsoAllowed = null) =>
        UriRules.Check(_input, Lists, podNamespace, orDefault, alsoAllowed ?? []);
}
