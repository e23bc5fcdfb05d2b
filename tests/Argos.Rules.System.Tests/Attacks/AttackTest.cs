using System.Collections.Immutable;
using Argos.Rules.System.Tests.Story;

namespace Argos.Rules.System.Tests.Attacks;

/// <summary>Attacks a real engine process.</summary>
internal abstract class AttackTest : SystemTest
{
    protected Task<AttackStage> StartAsync(params ImmutableArray<string> settings) => AttackStage.StartAsync(Folder, Deadline, settings);

    protected Task<AttackStage> StartInShellAsync(string shell, string redirections, params ImmutableArray<string> settings) =>
        AttackStage.StartAsync(Folder, Deadline, settings, shell, redirections);
}
