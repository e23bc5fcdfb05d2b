using System.Collections.Immutable;
using System.Globalization;
using Argos.Rules.Contracts.Instances;

namespace Argos.Rules.TestKit.Athenz.Signing;

/// <summary>What the provider's attributes mean for the certificate.</summary>
internal sealed record CertificateDirectives
{
    private const string ServerAuth = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuth = "1.3.6.1.5.5.7.3.2";
    private const string CodeSigning = "1.3.6.1.5.5.7.3.3";
    private const string TimeStamping = "1.3.6.1.5.5.7.3.8";

    private static readonly ImmutableHashSet<string> Consumed =
    [
        AttributeNames.CertExpiryTime, AttributeNames.CertRefresh, AttributeNames.CertUsage, AttributeNames.CertSubjectOu,
        AttributeNames.CertSsh, AttributeNames.AttestedSshCertPrincipals, AttributeNames.InstancePrivateIp,
    ];

    /// <summary>The provider's upper limit in minutes; 0 for none.</summary>
    public int ExpiryMinutes { get; private init; }

    public bool Refreshable { get; private init; } = true;

    public ImmutableArray<string> Usages { get; private init; } = [ServerAuth, ClientAuth];

    public string? SubjectOu { get; private init; }

    /// <summary>Whether an SSH host certificate is signed beside, when one is asked for.</summary>
    public bool SignsSsh { get; private init; }

    /// <summary>The names that the provider vouches for in it.</summary>
    public ImmutableArray<string> SshPrincipals { get; private init; } = [];

    /// <summary>What ZTS does not use goes to the agent.</summary>
    public ImmutableDictionary<string, string> PassedOn { get; private init; } = ImmutableDictionary<string, string>.Empty;

    public static CertificateDirectives Of(ImmutableDictionary<string, string> attributes) => new()
    {
        // A text that is not an int counts as no limit.
        ExpiryMinutes = int.TryParse(attributes.GetValueOrDefault(AttributeNames.CertExpiryTime), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var minutes) ? Math.Max(minutes, 0) : 0,
        Refreshable = attributes.GetValueOrDefault(AttributeNames.CertRefresh, "") is "" || attributes[AttributeNames.CertRefresh].Equals("true", StringComparison.OrdinalIgnoreCase),
        Usages = attributes.GetValueOrDefault(AttributeNames.CertUsage) switch
        {
            "client" => [ClientAuth],
            "codeSigning" => [CodeSigning],
            "timestamping" => [TimeStamping],
            _ => [ServerAuth, ClientAuth],
        },
        SubjectOu = attributes.GetValueOrDefault(AttributeNames.CertSubjectOu),
        SignsSsh = attributes.GetValueOrDefault(AttributeNames.CertSsh) == "true",
        SshPrincipals = [.. List(attributes, AttributeNames.AttestedSshCertPrincipals),
            .. List(attributes, AttributeNames.InstancePrivateIp)],
        PassedOn = attributes.RemoveRange(Consumed),
    };

    private static string[] List(ImmutableDictionary<string, string> attributes, string name) =>
        attributes.GetValueOrDefault(name, "").Split(',', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The life of the certificate: the smallest of what was asked and what is allowed.</summary>
    public TimeSpan Life(int asked, TimeSpan longest) =>
        new[] { ExpiryMinutes, asked }.Where(m => m > 0).Select(m => TimeSpan.FromMinutes(m)).Append(longest).Min();
}
