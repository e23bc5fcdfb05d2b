using System.Collections.Frozen;
using Microsoft.CodeAnalysis;

namespace Argos.Rules.Engine.Sandbox.Tracing;

/// <summary>Which values a trace can show, and whose calls it records.</summary>
internal static class TraceTypes
{
    private static readonly FrozenSet<string> Shown = new[]
    {
        "System.DateTimeOffset", "System.TimeSpan", "System.DayOfWeek", "Argos.Rules.Contracts.Instances.InstanceOperation",
        "Argos.Rules.Contracts.Addresses.IpAddress", "Argos.Rules.Contracts.Addresses.IpBlock", "Argos.Rules.Contracts.Addresses.IpSet",
        "Argos.Rules.Contracts.Data.DataValue", "Argos.Rules.Contracts.Kubernetes.Pod", "Argos.Rules.Contracts.Language.Finding",
        "Argos.Rules.Contracts.Language.TokenCheck", "Argos.Rules.Contracts.Language.Outcome", "Argos.Rules.Contracts.Language.CallerIdentity",
        "Argos.Rules.Contracts.Language.OidcProviderList", "Argos.Rules.Contracts.Language.TokenFact", "Argos.Rules.Contracts.Language.AccessCheck",
        "Argos.Rules.Contracts.Language.TokenReview", "Argos.Rules.Contracts.Language.HostAddresses",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Recorded = new[]
    {
        "Argos.Rules.Contracts.Language.PolicySettings", "Argos.Rules.Contracts.Language.PolicyData", "Argos.Rules.Contracts.Language.PolicyPods",
        "Argos.Rules.Contracts.Language.PolicyTokens", "Argos.Rules.Contracts.Language.NameRules", "Argos.Rules.Contracts.Language.PolicyAws",
        "Argos.Rules.Contracts.Language.PolicyOidc", "Argos.Rules.Contracts.Language.PolicyAthenz", "Argos.Rules.Contracts.Language.PolicyKubernetes",
        "Argos.Rules.Contracts.Language.PolicyDns",
        "Argos.Rules.Contracts.Language.Platforms.PolicyDocuments", "Argos.Rules.Contracts.Language.Platforms.RoleRules", "Argos.Rules.Contracts.Language.Platforms.CallerRules", "Argos.Rules.Contracts.Language.Platforms.AddressRules",
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
