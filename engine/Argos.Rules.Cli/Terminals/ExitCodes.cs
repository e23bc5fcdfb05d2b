namespace Argos.Rules.Cli.Terminals;

/// <summary>What the exit code says; the same for every command.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>The command ran, and its answer is no: denied, warnings with --strict, below a threshold, not formatted.</summary>
    public const int Failed = 1;

    /// <summary>The command line makes no sense, or names what is not there.</summary>
    public const int Usage = 2;

    /// <summary>A policy or a tests file has errors.</summary>
    public const int NotCompiled = 3;

    /// <summary>Tests ran and failed.</summary>
    public const int TestsFailed = 4;

    public const string Help = """
        Exit codes:
          0  all is well
          1  no: denied or undecided, below a threshold, findings that were asked to fail
          2  the command line makes no sense, or names what is not there
          3  a policy or a tests file has errors
          4  tests failed
        """;
}
