using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Mgmt.Desired;

/// <summary>A key that cannot be used as it is.</summary>
internal sealed record DesiredProblem(ItemOrigin Origin, Diagnostic Diagnostic)
{
    public static DesiredProblem Of(ItemOrigin origin, string code, string message) => new(origin, new Diagnostic(code, message));
}
