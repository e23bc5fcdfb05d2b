using System.Collections.Immutable;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Core.Data;
using Argos.Rules.Core.Snapshots;
using Argos.Rules.Engine.Audit.Changes;

namespace Argos.Rules.Engine.Management.Journal;

/// <summary>Records changes of documents: settings, key sets and all other data that is not replicated object by object.</summary>
internal sealed class DocumentJournal(IChangeLog changes, SnapshotStore store, TimeProvider time)
{
    /// <summary>The most documents of one request that are recorded one by one.</summary>
    private const int MaximumDocuments = 256;

    private const string Kubernetes = "kubernetes";
    private const string Keys = "keys";

    /// <summary>The data was changed.</summary>
    /// <param name="call">Who wrote it.</param>
    /// <param name="before">The data before.</param>
    /// <param name="after">The data after.</param>
    /// <param name="paths">Where.</param>
    public void Changed(ManagementCall call, DataTree before, DataTree after, ImmutableArray<DataPath> paths)
    {
        foreach (var path in paths.Where(IsDocument).Distinct().Take(MaximumDocuments)) Changed(call, before, after, path.ToString());
    }

    private void Changed(ManagementCall call, DataTree before, DataTree after, string path)
    {
        var (old, now) = (before.Describe(path), after.Describe(path));
        // A change inside a document is a change of that document, which falls into its members when it is patched.
        var subject = old.Path.Length < now.Path.Length ? old.Path : now.Path;
        if (subject != path) (old, now) = (before.Describe(subject), after.Describe(subject));
        if (old == now) return;
        changes.Add(new ChangeRecord
        {
            Time = time.GetUtcNow(),
            Source = call.Source ?? ChangeRecord.ByHand,
            Origin = call.Origin,
            Kind = ChangeKinds.Document,
            Action = now is { Sha256: null, Digest: null } ? ChangeActions.Removed : ChangeActions.Written,
            Subject = subject,
            Before = old.Sha256,
            After = now.Sha256,
            Problems = ProblemsOf(subject),
            Revision = store.Current.Revision,
            DataDigest = after.DigestText,
        });
    }

    /// <summary>Why policies refuse to run with a provider's settings.</summary>
    private ImmutableArray<string> ProblemsOf(string path)
    {
        if (!path.StartsWith(Snapshot.SettingsRoot, StringComparison.Ordinal)) return [];
        var provider = path[Snapshot.SettingsRoot.Length..];
        return provider.Contains('/') ? [] : ChangeRecord.ProblemsOf(store.Current.Applicable(provider).Problems.Select(static p => $"{p.Code}: {p.Detail}"));
    }

    // Replicated objects come by the thousand, and their state is in the records of the decisions that looked at them.
    private static bool IsDocument(DataPath path) => !path.Segments.IsEmpty && (path.Segments[0] != Kubernetes || path.Segments is [_, Keys, ..]);
}
