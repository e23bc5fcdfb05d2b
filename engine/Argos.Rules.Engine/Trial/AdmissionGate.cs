using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Engine.Policies;

namespace Argos.Rules.Engine.Trial;

/// <summary>
/// Lets a policy be put into force only after its trial: image checked, run once, tests passed. What has passed is remembered in the folder of compiled
/// policies, so that a restart need not wait for it.
/// </summary>
/// <param name="folder">The folder of compiled policies; nothing is remembered without one.</param>
/// <param name="trial">Where it is tried out.</param>
/// <param name="logger">Told when the folder cannot be written.</param>
internal sealed partial class AdmissionGate(string? folder, ITrial trial, ILogger<AdmissionGate> logger)
{
    /// <summary>Tries out a policy alone, as if it were enforced.</summary>
    /// <returns>What is wrong; empty when it may be put into force.</returns>
    /// <exception cref="TrialUnavailableException">That is not possible now.</exception>
    public async Task<ImmutableArray<Diagnostic>> CheckAsync(ActivePolicy candidate, string? tests, CancellationToken cancellation)
    {
        var mark = MarkOf(candidate, tests);
        if (mark is not null && File.Exists(mark)) return [];
        var problems = await trial.AdmitAsync(candidate, tests, FileOf(candidate.Id), cancellation);
        if (problems.IsEmpty) Keep(mark);
        return problems;
    }

    /// <summary>The tests of <c>a/b/name.csx</c> are <c>a/b/name.tests.yaml</c>.</summary>
    private static string FileOf(string id) => (id.EndsWith(".csx", StringComparison.Ordinal) ? id[..^4] : id) + ".tests.yaml";

    // Another build has another language: it has to run them again.
    private string? MarkOf(ActivePolicy candidate, string? tests) => string.IsNullOrEmpty(folder)
        ? null
        : Path.Combine(folder, $"{HashOf($"{typeof(AdmissionGate).Module.ModuleVersionId:N}\n{candidate.Compiled?.Hash}\n{candidate.Source}\0{tests ?? "\0"}")}.tested");

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private void Keep(string? mark)
    {
        if (mark is null) return;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(mark)!);
            File.WriteAllBytes(mark, []);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            LogUnwritable(problem);
        }
    }

    [LoggerMessage(LogLevel.Warning, "That a policy passed its trial cannot be written to the cache")]
    private partial void LogUnwritable(Exception problem);
}
