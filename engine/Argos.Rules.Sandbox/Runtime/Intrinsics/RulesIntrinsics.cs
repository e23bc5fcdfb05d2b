using Argos.Rules.Contracts.Addresses;
using Argos.Rules.Contracts.Collections;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Language;
using Argos.Rules.Language.Patterns;
using Argos.Rules.Language.Platforms;
using Argos.Rules.Sandbox.Metering;

namespace Argos.Rules.Sandbox.Runtime.Intrinsics;

/// <summary>
/// The rules of the context: each looks at the names of the request by the lists of the settings, and what they find wrong they put into
/// a text, with what the policy gave them.
/// </summary>
public static class RulesIntrinsics
{
    /// <summary>What a finding may be made of besides what the policy gives: names of the request, settings.</summary>
    private const int Finding = 4096;

    [Intercepts("Argos.Rules.Language.NameRules.DomainOf(System.String)")]
    public static string? DomainOf(NameRules self, string? podNamespace)
    {
        Charge(podNamespace);
        return self.DomainOf(podNamespace);
    }

    [Intercepts("Argos.Rules.Language.NameRules.CheckDomain(System.String)")]
    public static Finding? CheckDomain(NameRules self, string? podNamespace)
    {
        Charge(podNamespace);
        return self.CheckDomain(podNamespace);
    }

    [Intercepts("Argos.Rules.Language.NameRules.get_ClaimedNamespace")]
    public static string? ClaimedNamespace(NameRules self)
    {
        Meter.Steps(self.Work);
        return Guard.Made(self.ClaimedNamespace);
    }

    [Intercepts("Argos.Rules.Language.NameRules.CheckInstanceId")]
    public static Finding? CheckInstanceId(NameRules self)
    {
        Meter.Steps(self.Work);
        Charge();
        return self.CheckInstanceId();
    }

    [Intercepts("Argos.Rules.Language.NameRules.CheckDnsNames(System.String,Argos.Rules.Contracts.Addresses.IpSet,System.Boolean,System.Boolean)")]
    public static Finding? CheckDnsNames(NameRules self, string? podNamespace, IpSet? podIps, bool anyPodAddress, bool mayHaveNone)
    {
        Meter.Steps(self.Work + (self.Names * (long)(podIps?.Count ?? 0)));
        Charge(podNamespace);
        return self.CheckDnsNames(podNamespace, podIps, anyPodAddress, mayHaveNone);
    }

    [Intercepts("Argos.Rules.Language.NameRules.CheckHostname(System.String,Argos.Rules.Contracts.Addresses.IpSet,System.Boolean)")]
    public static Finding? CheckHostname(NameRules self, string? podNamespace, IpSet? podIps, bool anyPodAddress)
    {
        Meter.Steps(self.Work + (podIps?.Count ?? 0));
        Charge(podNamespace);
        return self.CheckHostname(podNamespace, podIps, anyPodAddress);
    }

    [Intercepts("Argos.Rules.Language.NameRules.CheckUris(System.String,System.Boolean,System.Collections.Generic.IReadOnlyList{System.String})")]
    public static Finding? CheckUris(NameRules self, string? podNamespace, bool orDefault, IReadOnlyList<string>? alsoAllowed)
    {
        Meter.Steps(self.Work);
        Charge(podNamespace);
        if (alsoAllowed is null) return self.CheckUris(podNamespace, orDefault);
        var patterns = Linq.Sequences.Copy(alsoAllowed);
        // Each pattern may be tried on each URI.
        foreach (var pattern in patterns) Meter.Steps(Glob.Work(self.UriCharacters, pattern?.Length ?? 0));
        Meter.Steps(self.Names * (long)patterns.Count);
        return self.CheckUris(podNamespace, orDefault, patterns);
    }

    [Intercepts("Argos.Rules.Language.Platforms.AddressRules.CheckSanIps(System.Nullable{Argos.Rules.Contracts.Addresses.IpAddress})")]
    public static Finding? CheckSanIps(AddressRules self, IpAddress? attested)
    {
        Meter.Steps(self.Work);
        Charge();
        return self.CheckSanIps(attested);
    }

    [Intercepts("Argos.Rules.Language.Platforms.RoleRules.CheckRole(System.String)")]
    public static Finding? CheckRole(RoleRules self, string? role)
    {
        Charge(role);
        return self.CheckRole(role);
    }

    [Intercepts("Argos.Rules.Language.Platforms.RoleRules.CheckCaller(System.String,System.String)")]
    public static Finding? CheckCaller(RoleRules self, string? arn, string? role)
    {
        Charge(arn, role);
        return self.CheckCaller(arn, role);
    }

    [Intercepts("Argos.Rules.Language.Platforms.RoleRules.CheckSubject(System.String,System.String)")]
    public static Finding? CheckSubject(RoleRules self, string? subject, string? account)
    {
        Charge(subject, account);
        return self.CheckSubject(subject, account);
    }

    [Intercepts("Argos.Rules.Language.Platforms.Arn.Parse(System.String)")]
    public static Arn? Parse(string? text)
    {
        Charge(text);
        return Arn.Parse(text);
    }

    [Intercepts("Argos.Rules.Language.DistinguishedName.Parse(System.String)")]
    public static DistinguishedName? ParseName(string? text)
    {
        // Each character becomes bytes and a character again; a longer text is not looked at.
        var characters = text?.Length is > 0 and <= 4096 ? text.Length : 0;
        Meter.Bytes(512 + (24L * characters));
        Meter.Steps(1 + characters);
        return DistinguishedName.Parse(text);
    }

    [Intercepts("Argos.Rules.Language.DistinguishedName.Value(System.String)")]
    public static string? ValueOf(DistinguishedName self, string type)
    {
        Meter.Steps(1 + self.Count);
        return self.Value(type);
    }

    [Intercepts("Argos.Rules.Language.DistinguishedName.Values(System.String)")]
    public static FixedList<string> ValuesOf(DistinguishedName self, string type)
    {
        Meter.Bytes(256);
        Cost.Items<string>(self.Count);
        return self.Values(type);
    }

    [Intercepts("Argos.Rules.Language.AwsAttestation.get_HasIdentityToken")]
    public static bool HasIdentityToken(AwsAttestation self)
    {
        Charge();
        return self.HasIdentityToken;
    }

    [Intercepts("Argos.Rules.Contracts.Addresses.IpSet.ToString")]
    public static string Print(IpSet self)
    {
        // The longest address has 45 characters; the texts of all, and their sum.
        Cost.Text(2L * 48 * self.Count);
        Meter.Steps(self.Count);
        return self.ToString();
    }

    [Intercepts("Argos.Rules.Contracts.Data.DataValue.get_Item(System.String)")]
    public static DataValue Member(ref DataValue self, string name)
    {
        // The members of an object are looked at one by one.
        Meter.Steps(1 + (self.IsObject ? self.Count >> 2 : 0));
        Cost.Scan(name.Length);
        return self[name];
    }

    [Intercepts("Argos.Rules.Contracts.Data.DataValue.get_Item(System.Int32)")]
    public static DataValue Element(ref DataValue self, int index)
    {
        // What is before it has to be passed.
        Meter.Steps(1 + (self.IsArray ? Math.Max(0, Math.Min(index, self.Count)) >> 2 : 0));
        return self[index];
    }

    private static void Charge(string? text = null, string? other = null) => Cost.Text((4L * ((text?.Length ?? 0) + (other?.Length ?? 0))) + Finding);
}
