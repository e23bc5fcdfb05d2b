using System.Collections.Immutable;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Core.Data;
using Argos.Rules.Core.Policies;

namespace Argos.Rules.Core.Snapshots;

/// <summary>
/// The current snapshot. Readers take it once and never wait; writers go one after the other. What a decision waits for
/// wakes it by a signal, also when it arrived between the decision's snapshot and the wait.
/// </summary>
internal sealed class SnapshotStore
{
    private readonly Lock _writing = new();
    private readonly ChangeSignals _signals = new();
    private volatile Snapshot _current = Snapshot.Empty;

    /// <summary>The newest snapshot.</summary>
    public Snapshot Current => _current;

    /// <summary>Looks at the newest snapshot while nobody can change it; what is found out is still true when it is written down.</summary>
    public T WithLock<T>(Func<Snapshot, T> look)
    {
        lock (_writing) return look(_current);
    }

    /// <summary>Changes policies, data or both.</summary>
    /// <param name="change">Makes the next snapshot of the newest one; the same instance when there is nothing to change.</param>
    /// <param name="touched">The data paths it writes.</param>
    /// <returns>Whether there is a new snapshot.</returns>
    public bool Change(Func<Snapshot, Snapshot> change, params ImmutableArray<DataPath> touched)
    {
        lock (_writing)
        {
            var next = change(_current);
            if (ReferenceEquals(next, _current)) return false;
            Install(next, touched);
            return true;
        }
    }

    /// <summary>Changes the data.</summary>
    /// <returns>What <paramref name="change"/> returned; when it was refused, nothing has changed.</returns>
    public TreeChange ChangeData(Func<DataTree, TreeChange> change)
    {
        lock (_writing)
        {
            var result = change(_current.Data);
            if (result.Tree is { } tree && !ReferenceEquals(tree, _current.Data)) Install(_current with { Data = tree }, result.Touched);
            return result;
        }
    }

    /// <summary>Changes the policies. Every waiting decision is evaluated again: another policy may not want to wait.</summary>
    /// <returns>Whether there is a new snapshot.</returns>
    public bool ChangePolicies(Func<PolicySet, PolicySet> change) =>
        Change(
            snapshot => change(snapshot.Policies) is var policies && ReferenceEquals(policies, snapshot.Policies) ? snapshot : snapshot with { Policies = policies },
            DataPath.Root);

    /// <summary>Completes when a change since a snapshot has touched a path that is above, at or below <paramref name="key"/>, or the policies.</summary>
    /// <param name="key">The path waited for.</param>
    /// <param name="since">The snapshot that did not have it.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="OperationCanceledException">Given up.</exception>
    public Task NextChangeAsync(DataPath key, Snapshot since, CancellationToken cancellation) => _signals.WaitAsync(key, since, this, cancellation);

    private void Install(Snapshot next, ImmutableArray<DataPath> touched)
    {
        _current = next with { Revision = _current.Revision + 1 };
        // After the swap: who is woken must see the change.
        _signals.Changed(touched);
    }
}
