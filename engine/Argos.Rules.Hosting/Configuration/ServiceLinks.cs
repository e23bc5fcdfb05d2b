using System.Text.RegularExpressions;

namespace Argos.Rules.Hosting.Configuration;

/// <summary>
/// What Kubernetes puts into every pod of a namespace that has a service called <c>argos-...</c>, for example
/// <c>ARGOS_RULES_SERVICE_HOST</c> or
/// <c>ARGOS_RULES_PORT_4443_TCP_ADDR</c>. These are not settings.
/// </summary>
public static partial class ServiceLinks
{
    /// <summary>Whether a variable is one of those.</summary>
    /// <param name="variable">Its name, with or without what settings begin with.</param>
    public static bool IsOne(string variable) => Pattern().IsMatch(variable);

    [GeneratedRegex(
        "^[A-Z0-9_]*?_?(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT(_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
