namespace Argos.Rules.Cli.Sources;

/// <summary>How the files of a policy are called, and under which id it is compiled.</summary>
internal static class PolicyNames
{
    /// <summary>The end of a policy's name.</summary>
    public const string Policy = ".csx";

    /// <summary>The end of the name of tests, behind that of the policy.</summary>
    public const string Tests = ".tests.yaml";

    /// <summary>The policy that is called like its folder.</summary>
    public const string FolderPolicy = "policy.csx";

    /// <summary>Its tests.</summary>
    public const string FolderTests = "tests.yaml";

    /// <summary>The id of a policy: its name, with a hyphen for what an id cannot have.</summary>
    public static string IdOf(string name) =>
        string.Concat(name.Select(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-'));
}
