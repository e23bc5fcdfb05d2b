using System.Text.RegularExpressions;

namespace Argos.Rules.TestKit.Athenz.Checks;

/// <summary>The types of ZTS's RDL that requests are validated by.</summary>
internal static partial class AthenzGrammar
{
    private const string Simple = "[a-zA-Z0-9_][a-zA-Z0-9_-]*";
    private const string Compound = $@"{Simple}(\.{Simple})*";

    /// <summary>One component: the name of a service.</summary>
    public static bool IsSimpleName(string text) => SimpleName().IsMatch(text);

    /// <summary>Dotted components: domains, services with their domain, principals, actions.</summary>
    public static bool IsCompoundName(string text) => CompoundName().IsMatch(text);

    /// <summary>A resource where it is part of a path: at most one colon, and no slash.</summary>
    public static bool IsResourceName(string text) => ResourceName().IsMatch(text);

    [GeneratedRegex($@"^{Simple}\z")]
    private static partial Regex SimpleName();

    [GeneratedRegex($@"^{Compound}\z")]
    private static partial Regex CompoundName();

    [GeneratedRegex($@"^{Compound}(:{Compound})?\z")]
    private static partial Regex ResourceName();
}
