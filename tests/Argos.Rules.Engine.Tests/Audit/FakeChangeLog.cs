using Argos.Rules.Engine.Audit.Changes;

namespace Argos.Rules.Engine.Tests.Audit;

/// <summary>Keeps the changes that it is given.</summary>
internal sealed class FakeChangeLog : IChangeLog
{
    private readonly List<ChangeRecord> _all = [];

    public IReadOnlyList<ChangeRecord> All
    {
        get
        {
            lock (_all) return [.. _all];
        }
    }

    public void Add(ChangeRecord change)
    {
        lock (_all) _all.Add(change);
    }
}
