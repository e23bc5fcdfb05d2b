using System.Collections.Immutable;
using Argos.Rules.Cli.LanguageServer.Documents;
using Argos.Rules.Cli.LanguageServer.Protocol;

namespace Argos.Rules.Cli.LanguageServer.Checking;

/// <summary>The cases that failed in a run, and the texts that it was of: of others it says nothing.</summary>
/// <param name="Tests">The tests as they were run.</param>
/// <param name="Policy">The policy as it was run.</param>
/// <param name="Diagnostics">What is shown at the cases.</param>
internal sealed record FailedCases(OpenDocument Tests, OpenDocument Policy, ImmutableArray<EditorDiagnostic> Diagnostics)
{
    /// <summary>Whether they are about the texts as they are now.</summary>
    /// <param name="tests">The tests as they are shown now.</param>
    /// <param name="documents">The documents that are open now.</param>
    public bool IsOf(OpenDocument tests, OpenDocuments documents) =>
        tests.Text is not null && tests.Version == Tests.Version && tests.Text == Tests.Text
        // A policy that is not open is one on disk, and was so then.
        && (documents.Find(Policy.Uri) is { } policy
            ? policy.Version == Policy.Version && policy.Text == Policy.Text
            : Policy.Version is null);
}
