using Argos.Rules.Contracts.Addresses;

namespace Argos.Rules.Contracts.Language;

/// <summary>The forms of host name that belong to the service of one request.</summary>
internal readonly struct HostForms
{
    private readonly string _own;
    private readonly string _service;
    private readonly string _domain;
    private readonly bool _plainOnly;
    private readonly NameLists _lists;
    private readonly string? _namespace;
    private readonly IpSet _ips;
    private readonly bool _anyAddress;

    public HostForms(PolicyInput input, NameLists lists, string? podNamespace, IpSet? ips, bool anyAddress)
    {
        var dashed = input.Domain.Replace('.', '-');
        (_service, _domain, _own) = (input.Service, dashed, $"{input.Service}.{dashed}");
        _lists = lists;
        // Names of a domain called like a cluster would reach into those of other domains: x.y.<cluster>.<suffix>.
        _plainOnly = lists.ClusterNames.Contains(dashed);
        _namespace = podNamespace;
        _ips = ips ?? IpSet.Empty;
        _anyAddress = anyAddress;
    }

    public bool HasSuffixes => _lists.DnsSuffixes.Length > 0;

    public Finding? Check(string name)
    {
        if (name.Contains('*', StringComparison.Ordinal)) return CheckWildcard(name);
        if (!DnsSyntax.IsName(name)) return new Finding("dns-name-malformed", $"`{name}` is not made of lower-case RFC 1123 labels");
        foreach (var suffix in _lists.DnsSuffixes)
        {
            if (DnsSyntax.TrySplit(name, suffix, out var head) && IsOwn(head)) return null;
        }
        foreach (var suffix in _lists.ClusterSuffixes)
        {
            if (DnsSyntax.TrySplit(name, suffix, out var head)) return CheckClusterLocal(name, head, ClusterSuffix.IsService(suffix));
        }
        return new Finding("dns-name-foreign", $"`{name}` is not a name of `{_own}` below one of `dnsSuffixes`");
    }

    private bool IsOwn(ReadOnlySpan<char> head)
    {
        if (head.SequenceEqual(_own)) return true;
        foreach (var cluster in _lists.ClusterNames)
        {
            if (DnsSyntax.TrySplit(head, cluster, out var before) && before.SequenceEqual(_own)) return true;
        }
        if (_plainOnly) return false;
        return DnsSyntax.TrySplit(head, _own, out _) || (_lists.AllowLabelsAfterService && DnsSyntax.TrySplit(head, _domain, out var labels) && HasService(labels));
    }

    private bool HasService(ReadOnlySpan<char> labels)
    {
        foreach (var label in labels.Split('.'))
        {
            if (labels[label].SequenceEqual(_service)) return true;
        }
        return false;
    }

    private Finding? CheckWildcard(string name)
    {
        foreach (var suffix in _lists.DnsSuffixes)
        {
            if (!_plainOnly && DnsSyntax.TrySplit(name, suffix, out var head) && DnsSyntax.TrySplit(head, _own, out var star) && star is "*") return null;
        }
        return new Finding("dns-name-wildcard", $"`{name}` is not `*.{_own}` below one of `dnsSuffixes`");
    }

    private Finding? CheckClusterLocal(string name, ReadOnlySpan<char> head, bool isService)
    {
        if (_namespace is null || !DnsSyntax.TrySplit(head, _namespace, out var before)) return new Finding("dns-name-namespace", $"`{name}` is not a name in namespace `{_namespace}`");
        var dot = before.IndexOf('.');
        var first = dot < 0 ? before : before[..dot];
        var oneOrTwoLabels = dot < 0 || before[(dot + 1)..].IndexOf('.') < 0;
        if (!oneOrTwoLabels) return new Finding("dns-name-namespace", $"`{name}` has more than two labels before namespace `{_namespace}`");
        return isService || IsOwnAddress(first) ? null : new Finding("dns-name-pod-ip", $"`{name}` does not begin with an address of the pod");
    }

    /// <summary>An address as cluster DNS writes it: with dashes for the dots or colons.</summary>
    private bool IsOwnAddress(ReadOnlySpan<char> label)
    {
        var text = label.ToString();
        return (IpAddress.TryParse(text.Replace('-', '.'), out var v4) && (_anyAddress || _ips.Contains(v4)))
            || (IpAddress.TryParse(text.Replace('-', ':'), out var v6) && (_anyAddress || _ips.Contains(v6)));
    }
}
