using System.Collections.Frozen;
using Microsoft.CodeAnalysis;

namespace Argos.Rules.Compiler.Tracing;

/// <summary>Which values a trace can show, and whose calls it records.</summary>
internal static class TraceTypes
{
    private static readonly FrozenSet<string> Shown = new[]
    {
        "System.DateTimeOffset", "System.TimeSpan", "System.DayOfWeek", "Argos.Rules.Contracts.Instances.InstanceOperation",
        "Argos.Rules.Contracts.Addresses.IpAddress", "Argos.Rules.Contracts.Addresses.IpBlock", "Argos.Rules.Contracts.Addresses.IpSet",
        "Argos.Rules.Contracts.Data.DataValue", "Argos.Rules.Contracts.Kubernetes.Pod", "Argos.Rules.Language.Finding",
        "Argos.Rules.Language.TokenCheck", "Argos.Rules.Language.Outcome", "Argos.Rules.Language.CallerIdentity",
        "Argos.Rules.Language.OidcProviderList", "Argos.Rules.Language.TokenFact", "Argos.Rules.Language.AccessCheck",
        "Argos.Rules.Language.TokenReview", "Argos.Rules.Language.HostAddresses",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Recorded = new[]
    {
        "Argos.Rules.Language.PolicySettings", "Argos.Rules.Language.PolicyData", "Argos.Rules.Language.PolicyPods",
        "Argos.Rules.Language.PolicyTokens", "Argos.Rules.Language.NameRules", "Argos.Rules.Language.PolicyAws",
        "Argos.Rules.Language.PolicyOidc", "Argos.Rules.Language.PolicyAthenz", "Argos.Rules.Language.PolicyKubernetes",
        "Argos.Rules.Language.PolicyDns",
        "Argos.Rules.Language.Platforms.PolicyDocuments", "Argos.Rules.Language.Platforms.RoleRules", "Argos.Rules.Language.Platforms.CallerRules", "Argos.Rules.Language.Platforms.AddressRules",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether the trace has a text for values of the type.</summary>
    public static bool IsShown(ITypeSymbol? type) => type switch
    {
        null => false,
        { SpecialType: SpecialType.System_String or (>= SpecialType.System_Boolean and <= SpecialType.System_Double) } => true,
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable => IsShown(nullable.TypeArguments[0]),
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Collections_Generic_IReadOnlyList_T } list => list.TypeArguments[0].SpecialType == SpecialType.System_String,
        INamedTypeSymbol { MetadataName: "FixedList`1", TypeArguments: [{ SpecialType: SpecialType.System_String }] } => true,
        _ => Shown.Contains(Name(type)),
    };

    /// <summary>Whether a trace records what a member gives.</summary>
    public static bool IsRecorded(ISymbol? member) => member is IMethodSymbol or IPropertySymbol { IsIndexer: true } && member.ContainingType is { } type && Recorded.Contains(Name(type));

    private static string Name(ITypeSymbol type) => type.WithNullableAnnotation(NullableAnnotation.None).ToDisplayString();
}
