namespace Argos.Rules.Language;

/// <summary>Every DNS name of the request, one by one: a comma inside a name makes two entries here, and both have to pass.</summary>
internal static class DnsNameRules
{
    public static Finding? Check(PolicyInput input, NameLists lists, HostForms forms, bool mayHaveNone)
    {
        if (!forms.HasSuffixes) return NameSettings.Missing("dnsSuffixes");
        var hosts = 0;
        for (var i = 0; i < input.SanDns.Count; i++)
        {
            var name = input.SanDns[i];
            if (InstanceIdRules.IsIdName(name)) continue;
            if (forms.Check(name) is { } problem) return problem;
            hosts++;
        }
        return hosts > 0 || mayHaveNone || SpiffeOnly.Is(input, lists) ? null : new Finding("dns-name-missing", "the request has no DNS name besides the instance id");
    }
}
