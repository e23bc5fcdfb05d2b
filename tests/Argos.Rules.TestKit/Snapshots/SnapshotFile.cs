using System.Runtime.CompilerServices;
using Argos.Rules.TestKit.Processes;

namespace Argos.Rules.TestKit.Snapshots;

/// <summary>
/// A text that others rely on, kept beside the test that makes it. Where it is meant to change, run the tests with
/// <c>ARGOS_ACCEPT_SNAPSHOTS=1</c> and review what that changes in the file.
/// </summary>
public static class SnapshotFile
{
    /// <summary>The setting of the environment that makes a run write the files instead of comparing them.</summary>
    public const string Accept = "ARGOS_ACCEPT_SNAPSHOTS";

    private const string BuildRoot = "/_/";

    /// <summary>What differs between the lines and the file; empty when nothing does.</summary>
    /// <param name="lines">The lines as they are now.</param>
    /// <param name="file">The name of the file, in the folder of the calling test.</param>
    /// <param name="test">The calling test's source file.</param>
    public static IReadOnlyList<string> Differences(IEnumerable<string> lines, string file, [CallerFilePath] string test = "")
    {
        var (path, now) = (Path.Combine(Path.GetDirectoryName(Source(test))!, file), lines.ToArray());
        if (Environment.GetEnvironmentVariable(Accept) == "1") File.WriteAllLines(path, now);
        var kept = File.ReadAllLines(path);
        return [.. kept.Except(now).Select(static line => "- " + line), .. now.Except(kept).Select(static line => "+ " + line)];
    }

    // A deterministic build, as that of CI, knows its sources by this root.
    private static string Source(string compiled) =>
        compiled.StartsWith(BuildRoot, StringComparison.Ordinal) ? Path.Combine(BuiltOutput.Root, compiled[BuildRoot.Length..]) : compiled;
}
