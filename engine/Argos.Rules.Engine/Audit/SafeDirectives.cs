using System.Collections.Immutable;
using System.Globalization;
using Argos.Rules.Contracts.Instances;

namespace Argos.Rules.Engine.Audit;

/// <summary>
/// Checks the directives of a grant before they leave. ZTS takes an expiry it cannot read for "no limit" and a usage it does not know for
/// "client and server", so a wrong directive would widen the grant.
/// </summary>
internal static class SafeDirectives
{
    /// <summary>The first directive that ZTS would misread; <see langword="null"/> when all are sound.</summary>
    public static string? FirstInvalid(ImmutableSortedDictionary<string, string> attributes)
    {
        foreach (var (name, value) in attributes)
        {
            if (!IsSound(name, value)) return name;
        }
        return null;
    }

    private static bool IsSound(string name, string value) => name switch
    {
        AttributeNames.CertExpiryTime => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes > 0,
        AttributeNames.CertRefresh or AttributeNames.CertSsh => value is "true" or "false",
        AttributeNames.CertUsage => value is "client" or "codeSigning" or "timestamping",
        AttributeNames.CertSubjectOu or AttributeNames.AttestedSshCertPrincipals or AttributeNames.InstancePrivateIp => value.Length > 0,
        // Anything else would be handed to the agent as it is.
        _ => false,
    };
}
