namespace Argos.Rules.Cli.LanguageServer.Protocol;

/// <summary>What an editor can have the server do.</summary>
internal static class Commands
{
    /// <summary>Runs one case: the document (a policy or its tests), the case's name.</summary>
    public const string RunCase = "argos.runCase";

    /// <summary>Runs all cases: the document (a policy or its tests).</summary>
    public const string RunTests = "argos.runTests";
}
