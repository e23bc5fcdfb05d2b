using System.Collections.Frozen;
using Mono.Cecil;

namespace Argos.Rules.Sandbox.Metadata;

/// <summary>The types whose text is short, invariant and made without running a policy's code.</summary>
internal static class Printable
{
    private static readonly FrozenSet<string> Types = new[]
    {
        "System.String", "System.Char", "System.Boolean", "System.Byte", "System.SByte", "System.Int16", "System.UInt16", "System.Int32", "System.UInt32",
        "System.Int64", "System.UInt64", "System.Single", "System.Double", "System.DateTimeOffset", "System.TimeSpan", "System.DayOfWeek",
        "Argos.Rules.Contracts.Instances.InstanceOperation", "Argos.Rules.Contracts.Addresses.IpAddress", "Argos.Rules.Contracts.Addresses.IpBlock",
        "Argos.Rules.Contracts.Addresses.IpSet", "Argos.Rules.Contracts.Data.DataValue", "Argos.Rules.Contracts.Kubernetes.Pod",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static bool Contains(TypeReference type)
    {
        if (type is GenericInstanceType generic && MemberKey.Of(type) == "System.Nullable`1") return Contains(generic.GenericArguments[0]);
        return type is not TypeSpecification && Types.Contains(MemberKey.Of(type));
    }
}
