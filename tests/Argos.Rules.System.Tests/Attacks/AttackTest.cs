using System.Collections.Immutable;

namespace Argos.Rules.System.Tests.Attacks;

/// <summary>Attacks a real engine process; a folder of its own, a limit of time.</summary>
[Category("System")]
internal abstract class AttackTest
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    private CancellationTokenSource _deadline = null!;

    protected string Folder { get; private set; } = "";

    protected CancellationToken Deadline => _deadline.Token;

    [SetUp]
    public void MakeFolder()
    {
        Folder = Directory.CreateTempSubdirectory("argos-attack-").FullName;
        _deadline = new CancellationTokenSource(Limit);
    }

    [TearDown]
    public void RemoveFolder()
    {
        _deadline.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    protected Task<AttackStage> StartAsync(params ImmutableArray<string> settings) => AttackStage.StartAsync(Folder, Deadline, settings);

    protected Task<AttackStage> StartInShellAsync(string shell, string redirections, params ImmutableArray<string> settings) =>
        AttackStage.StartAsync(Folder, Deadline, settings, shell, redirections);
}
