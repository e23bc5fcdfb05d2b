using Argos.Rules.Contracts.Addresses;
using Argos.Rules.Contracts.Collections;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Kubernetes;
using Argos.Rules.Language;
using Argos.Rules.Language.Platforms;
using Argos.Rules.Sandbox.Metering;

namespace Argos.Rules.Sandbox.Runtime.Intrinsics;

/// <summary>Members of the context whose cost is not constant.</summary>
public static class LanguageIntrinsics
{
    private const string List = "System.Collections.Generic.IReadOnlyList{System.String}";

    [Intercepts("Argos.Rules.Language.PolicyTokens.Verify(System.String,System.String,System.String,System.String,System.Boolean)")]
    public static TokenCheck Verify(PolicyTokens self, string? token, string keys, string? issuer, string? audience, bool requireExpiry)
    {
        // The verification of a signature takes as long as thousands of ordinary steps.
        Meter.Steps(2000);
        return self.Verify(token, keys, issuer, audience, requireExpiry);
    }

    [Intercepts("Argos.Rules.Language.PolicyTokens.Verify(System.String,System.String," + List + "," + List + ",System.Boolean)")]
    public static TokenCheck Verify(
        PolicyTokens self, string? token, string keys, IReadOnlyList<string> issuers, IReadOnlyList<string> audiences, bool requireExpiry)
    {
        Meter.Steps(2000);
        return self.Verify(token, keys, Expected(issuers), Expected(audiences), requireExpiry);
    }

    [Intercepts("Argos.Rules.Language.Platforms.PolicyDocuments.Verify(System.String,System.String,System.String)")]
    public static DocumentCheck Verify(PolicyDocuments self, string? document, string? signature, string certificates)
    {
        Meter.Steps(5000);
        Cost.Text((document?.Length ?? 0) + (signature?.Length ?? 0));
        return self.Verify(document, signature, certificates);
    }

    [Intercepts("Argos.Rules.Language.Platforms.CallerRules.get_HasWebIdentityToken")]
    public static bool HasWebIdentityToken(CallerRules self)
    {
        Meter.Steps(500);
        // The token is read out of the attestation.
        Cost.Text(16 * 1024);
        return self.HasWebIdentityToken;
    }

    [Intercepts("Argos.Rules.Language.Platforms.CallerRules.Check")]
    public static CallerCheck Check(CallerRules self)
    {
        Meter.Steps(5000);
        // The credentials, or the token, are read out of the attestation.
        Cost.Text(16 * 1024);
        return self.Check();
    }

    [Intercepts("Argos.Rules.Language.PolicyOidc.Verify(System.String,System.Collections.Generic.IReadOnlyList{System.String},System.String,System.Boolean)")]
    public static TokenFact Verify(PolicyOidc self, string? token, IReadOnlyList<string> issuers, string? audience, bool requireExpiry)
    {
        Meter.Steps(3000);
        return self.Verify(token, Patterns(issuers), audience, requireExpiry);
    }

    [Intercepts("Argos.Rules.Language.PolicyOidc.Verify(System.String," + List + "," + List + ",System.Boolean)")]
    public static TokenFact Verify(
        PolicyOidc self, string? token, IReadOnlyList<string> issuers, IReadOnlyList<string> audiences, bool requireExpiry)
    {
        Meter.Steps(3000);
        return self.Verify(token, Patterns(issuers), Expected(audiences), requireExpiry);
    }

    [Intercepts("Argos.Rules.Language.PolicyAthenz.Verify(System.String,System.String,System.String,System.Boolean)")]
    public static TokenFact Verify(PolicyAthenz self, string? token, string? issuer, string? audience, bool requireExpiry)
    {
        Meter.Steps(3000);
        return self.Verify(token, issuer, audience, requireExpiry);
    }

    [Intercepts("Argos.Rules.Language.PolicyAthenz.Verify(System.String," + List + "," + List + ",System.Boolean)")]
    public static TokenFact Verify(
        PolicyAthenz self, string? token, IReadOnlyList<string> issuers, IReadOnlyList<string> audiences, bool requireExpiry)
    {
        Meter.Steps(3000);
        return self.Verify(token, Expected(issuers), Expected(audiences), requireExpiry);
    }

    [Intercepts("Argos.Rules.Language.PolicyAthenz.Access(System.String,System.String,System.String)")]
    public static AccessCheck Access(PolicyAthenz self, string? principal, string? action, string? resource)
    {
        Meter.Steps(500);
        return self.Access(principal, action, resource);
    }

    [Intercepts("Argos.Rules.Language.PolicyAthenz.Membership(System.String,System.String,System.String)")]
    public static AccessCheck Membership(PolicyAthenz self, string? principal, string? domain, string? role)
    {
        Meter.Steps(500);
        return self.Membership(principal, domain, role);
    }

    [Intercepts("Argos.Rules.Language.PolicyAws.CallerIdentity(System.String)")]
    public static CallerIdentity CallerIdentity(PolicyAws self, string? region)
    {
        Meter.Steps(1000);
        return self.CallerIdentity(region);
    }

    [Intercepts("Argos.Rules.Language.PolicyAws.OidcProviders(System.String,System.String)")]
    public static OidcProviderList OidcProviders(PolicyAws self, string? account, string? region)
    {
        Meter.Steps(500);
        return self.OidcProviders(account, region);
    }

    [Intercepts("Argos.Rules.Language.PolicyKubernetes.Review(System.String,System.Collections.Generic.IReadOnlyList{System.String})")]
    public static TokenReview Review(PolicyKubernetes self, string? token, IReadOnlyList<string> audiences)
    {
        Meter.Steps(1000);
        return self.Review(token, Linq.Sequences.Copy(audiences));
    }

    [Intercepts("Argos.Rules.Language.PolicyDns.Resolve(System.String)")]
    public static HostAddresses Resolve(PolicyDns self, string? hostname)
    {
        Meter.Steps(500);
        return self.Resolve(hostname);
    }

    [Intercepts("Argos.Rules.Language.OidcProviderList.Contains(System.String)")]
    public static bool Contains(OidcProviderList self, string? arn)
    {
        Cost.Visit(self.Count);
        return self.Contains(arn);
    }

    [Intercepts("Argos.Rules.Language.PolicyData.get_Item(System.String)")]
    public static DataValue Read(PolicyData self, string path)
    {
        Meter.Steps(50 + (path.Length >> 2));
        return self[path];
    }

    [Intercepts("Argos.Rules.Language.PolicyPods.Find(System.String,System.String)")]
    public static Pod? Find(PolicyPods self, string? podNamespace, string? name)
    {
        Meter.Steps(10);
        return self.Find(podNamespace, name);
    }

    [Intercepts("new Argos.Rules.Contracts.Addresses.IpSet.#ctor(System.Collections.Generic.IEnumerable{Argos.Rules.Contracts.Addresses.IpAddress})")]
    public static IpSet Create(IEnumerable<IpAddress> items)
    {
        var copy = Linq.Sequences.Copy(items);
        Cost.Items<(IpAddress, IpAddress)>(copy.Count);
        return new IpSet(copy);
    }

    [Intercepts("Argos.Rules.Contracts.Addresses.IpSet.Contains(Argos.Rules.Contracts.Addresses.IpAddress)")]
    public static bool Contains(IpSet self, IpAddress address)
    {
        Cost.Visit(self.Count);
        return self.Contains(address);
    }

    [Intercepts("Argos.Rules.Contracts.Addresses.IpSet.IsSubsetOf(Argos.Rules.Contracts.Addresses.IpSet)")]
    public static bool IsSubsetOf(IpSet self, IpSet other)
    {
        Cost.Visit((long)self.Count * other.Count);
        return self.IsSubsetOf(other);
    }

    [Intercepts("Argos.Rules.Contracts.Data.DataValue.get_Items")]
    public static FixedList<DataValue> Items(ref DataValue self)
    {
        Cost.Items<DataValue>(self.Count);
        return self.Items;
    }

    [Intercepts("Argos.Rules.Contracts.Data.DataValue.get_Names")]
    public static FixedList<string> Names(ref DataValue self)
    {
        return Charged(self.Names);
    }

    [Intercepts("Argos.Rules.Contracts.Data.DataValue.get_Texts")]
    public static FixedList<string> Texts(ref DataValue self)
    {
        return Charged(self.Texts);
    }


    [Intercepts("Argos.Rules.Language.PolicyContext.Allow(System.Nullable{System.Int64},System.Nullable{System.Boolean},System.String,System.String,System.Nullable{System.Boolean},System.String,System.Collections.Generic.IEnumerable{System.String})")]
    public static Outcome Allow(PolicyContext self, long? certExpiryMinutes, bool? certRefresh, string? certUsage, string? certSubjectOu, bool? certSsh, string? instancePrivateIp, IEnumerable<string>? sshPrincipals)
    {
        Meter.Bytes(512);
        var principals = sshPrincipals is null ? null : Linq.Sequences.Copy(sshPrincipals);
        foreach (var principal in principals ?? []) Cost.Text(principal.Length + 1);
        return self.Allow(certExpiryMinutes, certRefresh, certUsage, certSubjectOu, certSsh, instancePrivateIp, principals);
    }

    /// <summary>What a token is compared with, each once; the metered copy is the engine's own.</summary>
    private static List<string> Expected(IReadOnlyList<string> texts)
    {
        var copy = Linq.Sequences.Copy(texts);
        foreach (var text in copy) Cost.Text(text?.Length ?? 0);
        return copy;
    }

    /// <summary>A pattern with stars is tried at each character of the issuer.</summary>
    private static List<string> Patterns(IReadOnlyList<string> issuers)
    {
        var copy = Expected(issuers);
        Meter.Steps(100L * copy.Count);
        return copy;
    }

    /// <summary>Afterwards: a document that has been read is larger than what it gives.</summary>
    internal static FixedList<string> Charged(FixedList<string> texts)
    {
        foreach (var text in texts) Cost.Text(text.Length);
        Meter.Steps(texts.Count);
        return texts;
    }
}
