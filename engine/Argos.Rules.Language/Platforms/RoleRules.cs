namespace Argos.Rules.Language.Platforms;

/// <summary>
/// The rules that tie AWS roles, accounts and instances to the identity asked for. A check gives <see langword="null"/> when it passes,
/// else a finding for <c>Deny</c>.
/// </summary>
/// <remarks>
/// The accounts are those that ZTS says the domain has. A role called like the service alone is the domain's by its account.
/// All names are compared case-sensitively.
/// </remarks>
public sealed class RoleRules(PolicyInput input, PolicySettings settings)
{
    private const string PartitionSetting = "awsPartition";
    private const string Https = "https://";
    private const string RegionSetting = "awsRegion";

    /// <summary>The partition of AWS: setting <c>awsPartition</c>, or <c>aws</c>.</summary>
    public string Partition => settings.Text(PartitionSetting, "aws");

    /// <summary>
    /// The region of the provider: setting <c>awsRegion</c>, or the region at the end of the provider's name (<c>athenz.aws.us-west-2</c>,
    /// <c>sys.k8s.aws-us-east-1</c>). Empty when neither says one: AWS is then not asked, and no identity document is taken.
    /// </summary>
    public string Region => settings.Text(RegionSetting) ?? ProviderRegion.Of(input.Provider) ?? "";

    /// <summary>Whether ZTS says which AWS accounts the domain has, each of twelve digits.</summary>
    /// <returns><c>account-missing</c>, <c>account-malformed</c>.</returns>
    public Finding? CheckAccounts()
    {
        if (input.Accounts.Count == 0) return new Finding("account-missing", $"domain `{input.Domain}` has no AWS account: `zms-cli -d {input.Domain} set-aws-account`");
        foreach (var account in input.Accounts)
        {
            if (!Arn.IsAccount(account))
                return new Finding("account-malformed", $"`{account}` of attribute `awsAccount` is not an account of twelve digits");
        }
        return null;
    }

    /// <summary>Whether this account is one of the domain's.</summary>
    public bool IsOwnAccount(string? account) => account is not null && input.Accounts.Contains(account);

    /// <summary>Whether a role is called like domain and service, or like the service.</summary>
    /// <returns><c>role-missing</c>, <c>role-foreign</c>.</returns>
    public Finding? CheckRole(string? role)
    {
        if (string.IsNullOrEmpty(role)) return new Finding("role-missing", "no role is named");
        return role == input.Identity || role == input.Service ? null : new Finding("role-foreign", $"role `{role}` is not `{input.Identity}` or `{input.Service}`");
    }

    /// <summary>
    /// Whether the caller that STS knows by the attested credentials (<c>GetCallerIdentity</c>) is a session of this role in one of the
    /// domain's accounts: <c>arn:&lt;partition&gt;:sts::&lt;account&gt;:assumed-role/&lt;role&gt;/&lt;session&gt;</c>, the partition being <c>awsPartition</c>.
    /// </summary>
    /// <param name="arn">The caller's name.</param>
    /// <param name="role">The role of the attestation data; see <see cref="CheckRole"/>.</param>
    /// <returns><c>caller-foreign</c>: no session of a role, or of another partition; <c>caller-account</c>, <c>caller-role</c>.</returns>
    public Finding? CheckCaller(string? arn, string? role)
    {
        if (Arn.Parse(arn) is not { AssumedRole: { } assumed } caller || caller.Partition != Partition)
            return new Finding("caller-foreign", $"the caller `{arn}` is not a session of a role in partition `{Partition}`");
        if (!IsOwnAccount(caller.Account)) return new Finding("caller-account", $"the caller is of account `{caller.Account}`, which is not the domain's");
        return assumed == role ? null : new Finding("caller-role", $"the caller has role `{assumed}`, not `{role}`");
    }

    /// <summary>
    /// Whether the subject of a web identity token of AWS is a role called as <see cref="CheckRole"/> says, in the account that the
    /// token names: <c>arn:&lt;partition&gt;:iam::&lt;account&gt;:role/[&lt;path&gt;/]&lt;name&gt;</c>.
    /// </summary>
    /// <param name="subject">The claim <c>sub</c>.</param>
    /// <param name="account">The member <c>aws_account</c> of the claim <c>https://sts.amazonaws.com/</c>.</param>
    /// <returns><c>caller-foreign</c>, <c>caller-account</c>, <c>role-foreign</c>.</returns>
    public Finding? CheckSubject(string? subject, string? account)
    {
        if (Arn.Parse(subject) is not { Role: { } role } caller || caller.Partition != Partition)
            return new Finding("caller-foreign", $"the subject `{subject}` is not a role in partition `{Partition}`");
        if (caller.Account != account) return new Finding("caller-account", $"the subject is of account `{caller.Account}`, the token of `{account}`");
        return CheckRole(role);
    }

    /// <summary>
    /// Whether a verified identity document is of this request: its region that of the setting <c>awsRegion</c> and of the provider's name, where
    /// they say one (one of the two must), its account one of the domain's, its instance the one asked for, in any case of letters.
    /// </summary>
    /// <returns><c>document-region</c>, <c>document-account</c>, <c>document-instance</c>.</returns>
    public Finding? CheckDocument(DocumentCheck document) =>
        CheckRegionAndAccount(document)
        ?? (string.Equals(document.InstanceId, input.InstanceId, StringComparison.OrdinalIgnoreCase) && input.InstanceId.Length > 0
            ? null
            : new Finding("document-instance", $"the document is of instance `{document.InstanceId}`, not `{input.InstanceId}`"));

    /// <summary>As <see cref="CheckDocument"/>, for an instance that runs others: its own id is not the one asked for.</summary>
    /// <returns><c>document-region</c>, <c>document-account</c>.</returns>
    public Finding? CheckHostDocument(DocumentCheck document) => CheckRegionAndAccount(document);

    /// <summary>The name that IAM gives to an OIDC provider of an account: <c>arn:&lt;partition&gt;:iam::&lt;account&gt;:oidc-provider/&lt;issuer without https://&gt;</c>.</summary>
    /// <returns><see langword="null"/> for an issuer that does not begin with <c>https://</c>.</returns>
    public string? OidcProvider(string? account, string? issuer) =>
        issuer is not null && issuer.StartsWith(Https, StringComparison.Ordinal) ? $"arn:{Partition}:iam::{account}:oidc-provider/{issuer[Https.Length..]}" : null;

    private Finding? CheckRegionAndAccount(DocumentCheck document)
    {
        var region = document.Region;
        var ofProvider = !string.IsNullOrEmpty(region) && region == Region && region == (ProviderRegion.Of(input.Provider) ?? region);
        if (!document.Valid || !ofProvider) return new Finding("document-region", $"the document is of region `{region}`, not that of provider `{input.Provider}`");
        return IsOwnAccount(document.Account) ? null : new Finding("document-account", $"the document is of account `{document.Account}`, which is not the domain's");
    }
}
