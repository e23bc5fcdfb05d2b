using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Sandbox;

/// <summary>Makes the diagnostics of the gates: a stable id, a place, what is refused and what to write instead.</summary>
internal static class DiagnosticFactory
{
    public static Diagnostic At(string id, int row, int col, string code, string message) => new(code, message, new Location(id, row, col));

    public static Diagnostic Whole(string code, string message) => new(code, message);
}
