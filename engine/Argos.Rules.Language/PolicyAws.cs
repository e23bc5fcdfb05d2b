using Argos.Rules.Language.Facts;

namespace Argos.Rules.Language;

/// <summary>Amazon Web Services.</summary>
public sealed partial class PolicyAws
{
    private readonly IFactView _facts;
    private readonly PolicySettings _settings;

    internal PolicyAws(PolicyInput input, PolicySettings settings, IFactView facts)
    {
        (_settings, _facts) = (settings, facts);
        Attestation = new AwsAttestation(input.WholeAttestation);
    }

    /// <summary>The attestation data without its secrets.</summary>
    public AwsAttestation Attestation { get; }

    /// <summary>Whose the attested credentials are: STS GetCallerIdentity, asked by the engine.</summary>
    /// <param name="region">The region whose STS is asked, one that the engine may use; setting <c>awsRegion</c> when left out.</param>
    public CallerIdentity CallerIdentity(string? region = null)
    {
        if (!Attestation.HasCredentials) return new CallerIdentity(null, FactAnswer.Refused("the attestation data has no credentials"));
        // An id goes into a header and into logs; one that is none is not asked about.
        if (!IsKeyId(Attestation.AccessKeyId)) return new CallerIdentity(null, FactAnswer.Refused("the access key id is malformed"));
        if (Region(region) is not { } place) return new CallerIdentity(null, FactAnswer.Refused(NoRegion));
        var request = new CallerIdentityRequest(Attestation.AccessKeyId, Attestation.SecretKey, Attestation.SessionToken, place);
        return new CallerIdentity(request, _facts.Find(request));
    }

    /// <summary>The OIDC providers of an account: IAM ListOpenIDConnectProviders with the account's role <c>oidc-issuers-reader</c>, asked by the engine.</summary>
    /// <param name="account">The account, twelve digits; one of <c>Input.Accounts</c>.</param>
    /// <param name="region">The region whose STS gives the credentials; setting <c>awsRegion</c> when left out.</param>
    public OidcProviderList OidcProviders(string? account, string? region = null)
    {
        if (account is not { Length: 12 } || !account.All(char.IsAsciiDigit)) return new OidcProviderList(null, FactAnswer.Refused("the account is not twelve digits"));
        if (Region(region) is not { } place) return new OidcProviderList(null, FactAnswer.Refused(NoRegion));
        var request = new OidcProvidersRequest(account, place);
        return new OidcProviderList(request, _facts.Find(request));
    }

    private const string NoRegion = "the AWS region is missing or malformed: set `awsRegion`";

    private string? Region(string? region)
    {
        region ??= _settings.Text("awsRegion");
        return region is { Length: > 0 and <= 32 } && region.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') ? region : null;
    }

    private static bool IsKeyId(string id) => id.Length is >= 16 and <= 128 && id.All(char.IsAsciiLetterOrDigit);
}
