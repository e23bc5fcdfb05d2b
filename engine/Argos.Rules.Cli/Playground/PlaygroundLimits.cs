namespace Argos.Rules.Cli.Playground;

/// <summary>
/// What a page may ask of the playground, so that one that runs wild takes neither the machine's memory nor all of its processors.
/// </summary>
internal static class PlaygroundLimits
{
    /// <summary>Of one request. The policy and its tests have limits of their own below it.</summary>
    public const int BodyBytes = 2 * 1024 * 1024;

    /// <summary>Browsers that are let in at the same time; the one that was let in first makes room.</summary>
    public const int Sessions = 8;

    /// <summary>Runs at the same time.</summary>
    public const int Runs = 2;

    /// <summary>Runs that wait for their turn; what comes after them is refused.</summary>
    public const int WaitingRuns = 8;

    public const int Connections = 64;

    /// <summary>Language servers at the same time: one for each page.</summary>
    public const int LanguageServers = 4;

    /// <summary>Messages of one page to its language server in a minute: far above what anybody types.</summary>
    public const int MessagesPerMinute = 6000;

    /// <summary>How long a run waits for its turn.</summary>
    public static readonly TimeSpan WaitTime = TimeSpan.FromSeconds(30);

    /// <summary>How often a page is asked whether it is still there, and how long its answer may take.</summary>
    public static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(20);

    /// <summary>How long the end of the playground waits for runs that are ended with it; signals leave two seconds.</summary>
    public static readonly TimeSpan StopTime = TimeSpan.FromSeconds(1);

    /// <summary>How long a run may take, from its turn on; each evaluation within it has the budgets of the engine.</summary>
    public static readonly TimeSpan RunTime = TimeSpan.FromSeconds(60);

    /// <summary>How long all mutants of a policy may take.</summary>
    public static readonly TimeSpan MutationTime = TimeSpan.FromMinutes(5);
}
