using System.Collections.Immutable;
using System.Globalization;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Language.Facts;
using Argos.Rules.Language.Patterns;
using Argos.Rules.Language.Platforms;

namespace Argos.Rules.Language;

/// <summary>
/// The language of policies: the members of this class are what a policy sees without saying where they come from.
/// A decision is a function of what is in here; nothing else is to be had.
/// </summary>
public sealed class PolicyContext
{
    private readonly ITokenVerifier _verifier;
    private readonly IFactView _facts;

    /// <summary>Makes the context of one decision.</summary>
    public PolicyContext(PolicyInput input, PolicySettings settings, IDataView data, ITokenVerifier tokens, DateTimeOffset now, IFactView? facts = null)
    {
        (_verifier, _facts) = (tokens, facts ?? UnknownFacts.Instance);
        Input = input;
        Settings = settings;
        Data = new PolicyData(data);
        Pods = new PolicyPods(data);
        Tokens = new PolicyTokens(tokens);
        Names = new NameRules(input, settings);
        Now = now.ToUniversalTime();
    }

    /// <summary>What ZTS asks.</summary>
    public PolicyInput Input { get; }

    /// <summary>The settings document of the provider.</summary>
    public PolicySettings Settings { get; }

    /// <summary>The replicated data tree.</summary>
    public PolicyData Data { get; }

    /// <summary>The cluster's pods.</summary>
    public PolicyPods Pods { get; }

    /// <summary>Verification of tokens.</summary>
    public PolicyTokens Tokens { get; }

    /// <summary>The rules for names in a certificate.</summary>
    public NameRules Names { get; }

    /// <summary>Verification of the identity documents of cloud instances.</summary>
    public PolicyDocuments Documents { get; init; } = NoDocuments.Instance;

    // What most policies do not use is made when it is first used.

    /// <summary>The rules for AWS roles, accounts and instances.</summary>
    public RoleRules Roles => field ??= new RoleRules(Input, Settings);

    /// <summary>The rules for whom an AWS agent is.</summary>
    public CallerRules Callers => field ??= new CallerRules(this);

    /// <summary>The rules for addresses in a certificate, where no pod tells them.</summary>
    public AddressRules Addresses => field ??= new AddressRules(Input, Settings);

    /// <summary>Amazon Web Services: attested credentials and accounts.</summary>
    public PolicyAws Aws => field ??= new PolicyAws(Input, Settings, _facts);

    /// <summary>Tokens of OpenID Connect issuers.</summary>
    public PolicyOidc Oidc => field ??= new PolicyOidc(_facts, _verifier);

    /// <summary>What ZTS knows: its tokens, and who may do what.</summary>
    public PolicyAthenz Athenz => field ??= new PolicyAthenz(_facts, _verifier);

    /// <summary>The API server's word on a token.</summary>
    public PolicyKubernetes Kubernetes => field ??= new PolicyKubernetes(_facts);

    /// <summary>The addresses of host names.</summary>
    public PolicyDns Dns => field ??= new PolicyDns(_facts);

    /// <summary>The time of the decision, UTC.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>
    /// Whether a whole text fits a regular expression: characters, <c>[a-z]</c>, <c>[^a-z]</c>, <c>.</c>, <c>\d</c>, <c>\w</c>, <c>\s</c>, groups, <c>|</c> and the repetitions
    /// <c>? * + {2} {2,} {2,5}</c>. A missing text does not fit.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="pattern">The regular expression: a literal, which is checked when the policy is compiled; at most 256 characters and, with its counts written out, 256 positions.</param>
    /// <remarks>There is no <c>^</c> and no <c>$</c>, because a part of a text never counts. Case counts; classes are ASCII only.</remarks>
    /// <exception cref="ArgumentException">The pattern is none. It denies as <c>policy-failed</c>.</exception>
    public bool Matches(string? text, string pattern)
    {
        if (!TextPattern.TryParse(pattern, out var parsed, out var problem)) throw new LanguageUseException(problem.Message);
        return text is not null && parsed.Fits(text);
    }

    /// <summary>
    /// Whether a whole text fits a pattern in which <c>*</c> stands for any characters, also none and also dots and slashes, and <c>?</c> for one. The pattern may come from
    /// data or settings. A missing text or pattern, an empty pattern, and one of more than 256 characters do not fit. Case counts.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="pattern">The pattern, for example one of <c>Settings.Texts("services")</c>.</param>
    public bool Glob(string? text, string? pattern) => Patterns.Glob.Fits(text, pattern);

    /// <summary>No objection, with directives for ZTS. What is left out is left to other policies and to ZTS's defaults.</summary>
    /// <param name="certExpiryMinutes">Upper limit of the certificate's life, at least 1.</param>
    /// <param name="certRefresh">Whether it can be refreshed.</param>
    /// <param name="certUsage"><c>client</c>, <c>codeSigning</c> or <c>timestamping</c>; nothing means client and server.</param>
    /// <param name="certSubjectOu">The allowed subject OU.</param>
    /// <param name="certSsh">Whether ZTS may sign the SSH host CSR of the same request.</param>
    /// <param name="instancePrivateIp">The instance's private address, for that SSH certificate.</param>
    /// <param name="sshPrincipals">The principals allowed in it.</param>
    /// <exception cref="ArgumentException">A directive that ZTS would read as no limit. It denies as <c>policy-failed</c>.</exception>
    public Outcome Allow(
        long? certExpiryMinutes = null,
        bool? certRefresh = null,
        string? certUsage = null,
        string? certSubjectOu = null,
        bool? certSsh = null,
        string? instancePrivateIp = null,
        IEnumerable<string>? sshPrincipals = null)
    {
        if (certExpiryMinutes is < 1 or > int.MaxValue) throw new LanguageUseException($"certExpiryMinutes must be between 1 and {int.MaxValue}");
        if (certUsage is not (null or "client" or "codeSigning" or "timestamping")) throw new LanguageUseException("certUsage must be `client`, `codeSigning` or `timestamping`");
        var attributes = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (certExpiryMinutes is { } minutes) attributes[AttributeNames.CertExpiryTime] = minutes.ToString(CultureInfo.InvariantCulture);
        if (certRefresh is { } refresh) attributes[AttributeNames.CertRefresh] = refresh ? "true" : "false";
        if (certUsage is not null) attributes[AttributeNames.CertUsage] = certUsage;
        if (certSubjectOu is not null) attributes[AttributeNames.CertSubjectOu] = certSubjectOu;
        if (certSsh is { } ssh) attributes[AttributeNames.CertSsh] = ssh ? "true" : "false";
        if (instancePrivateIp is not null) attributes[AttributeNames.InstancePrivateIp] = instancePrivateIp;
        if (sshPrincipals is not null) attributes[AttributeNames.AttestedSshCertPrincipals] = string.Join(',', sshPrincipals);
        return new Outcome.Allowed(attributes.ToImmutable());
    }

    /// <summary>Refuses.</summary>
    /// <param name="code">A stable kebab-case word such as <c>pod-replaced</c>; the only part ZTS's caller sees.</param>
    /// <param name="detail">What was found, for the audit log only; never a secret.</param>
    /// <exception cref="ArgumentException">The code is not a kebab-case word of at most 64 characters. It denies as <c>policy-failed</c>.</exception>
    public Outcome Deny(string code, string? detail = null) => new Outcome.Denied(ReasonCode.Checked(code), detail);

    /// <summary>Refuses with the finding of a check.</summary>
    public Outcome Deny(Finding finding) => Deny(finding.Code, finding.Detail);

    /// <summary>Cannot tell until something arrives; evaluated again when it does. At the deadline ZTS gets 504, not a refusal.</summary>
    /// <param name="key">The data path that must change, for example <c>Pods.Key(token.Namespace, token.PodName)</c>.</param>
    /// <param name="code">A stable kebab-case word for what is missing.</param>
    /// <exception cref="ArgumentException">The code is not a kebab-case word of at most 64 characters. It denies as <c>policy-failed</c>.</exception>
    public Outcome Wait(string key, string code) => new Outcome.Waiting(key, ReasonCode.Checked(code));

    /// <summary>Cannot tell until a fact is known; evaluated again when it is. At the deadline, or when its source cannot be reached, ZTS gets 504, not a refusal.</summary>
    /// <param name="fact">A pending fact.</param>
    /// <param name="code">A stable kebab-case word for what is missing.</param>
    /// <exception cref="ArgumentException">The code is not a kebab-case word of at most 64 characters, or the fact is not pending and would never change. It denies as <c>policy-failed</c>.</exception>
    public Outcome Wait(Fact fact, string code) =>
        fact is { Pending: true, Request: { } request }
            ? new Outcome.Waiting(request.ToString(), ReasonCode.Checked(code)) { Fact = request }
            : throw new LanguageUseException("only a pending fact can be waited for");
}
