using System.Collections.Immutable;
using Argos.Rules.Core.Snapshots;

namespace Argos.Rules.Engine.Tests.Decisions;

/// <summary>Ready or not as the test says.</summary>
internal sealed class FakeReadiness(Func<Snapshot, ImmutableArray<string>> reasons) : IReadiness
{
    public ImmutableArray<string> NotReadyReasons(Snapshot snapshot) => reasons(snapshot);
}
