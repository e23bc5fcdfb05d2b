using Argos.Rules.Contracts.Management;
using Argos.Rules.Mgmt.Sources;

namespace Argos.Rules.Mgmt.Desired;

/// <summary>A key that cannot be used as it is.</summary>
internal sealed record DesiredProblem(ItemOrigin Origin, Diagnostic Diagnostic)
{
    /// <summary>What is said of a key that holds no text.</summary>
    public static DesiredProblem NoText(ItemOrigin origin, ConfigMap map) => Of(origin, "no-text", map.Broken[origin.Key]);

    public static DesiredProblem Of(ItemOrigin origin, string code, string message) => new(origin, new Diagnostic(code, message));
}
