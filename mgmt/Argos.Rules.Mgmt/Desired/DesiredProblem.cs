using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Mgmt.Desired;

/// <summary>A key that cannot be used as it is.</summary>
internal sealed record DesiredProblem(ItemOrigin Origin, Diagnostic Diagnostic)
{
    /// <summary>What is said of a key that holds no text.</summary>
    public static DesiredProblem NoText(ItemOrigin origin) =>
        Of(origin, "no-text", "the key is no UTF-8 text (it stands in `binaryData`); save the file as UTF-8 and apply it again");

    public static DesiredProblem Of(ItemOrigin origin, string code, string message) => new(origin, new Diagnostic(code, message));
}
