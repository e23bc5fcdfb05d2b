using System.Collections.Immutable;
using Argos.Rules.Cli.Sources;

namespace Argos.Rules.Cli.LanguageServer.Documents;

/// <summary>
/// Finds the documents that one belongs to: the policy of tests, the tests of a policy, the policies of settings. What is open is taken as
/// it is there, else what is on disk.
/// </summary>
/// <param name="open">What is open.</param>
/// <param name="readsFiles">Whether there is a disk to look at: the address of a document is what its editor says.</param>
internal sealed class RelatedDocuments(OpenDocuments open, bool readsFiles)
{
    private const int MaximumPolicies = 32;

    /// <summary>The documents that one belongs to; the text of each may be unknown.</summary>
    public ImmutableArray<OpenDocument> Of(OpenDocument document) => document.Kind switch
    {
        DocumentKind.Tests => First(document.Uri, DocumentNames.PoliciesOf(document.Uri)),
        DocumentKind.Policy => First(document.Uri, DocumentNames.TestsOf(document.Uri)),
        DocumentKind.Settings => Policies(document.Uri),
        _ => [],
    };

    /// <summary>
    /// Whether a document is this product's. Other programs have a `settings.json` and a `tests.yaml` too: a policy beside it says that it
    /// is ours, as `argos check` and `argos test` have it.
    /// </summary>
    /// <param name="document">The document.</param>
    /// <param name="beside">The documents that it belongs to.</param>
    public static bool IsOurs(OpenDocument document, ImmutableArray<OpenDocument> beside) => document.Kind switch
    {
        DocumentKind.Policy or DocumentKind.Beside => true,
        DocumentKind.Tests or DocumentKind.Settings => !beside.IsEmpty,
        _ => false,
    };

    private ImmutableArray<OpenDocument> First(string uri, ImmutableArray<string> names)
    {
        var found = names.Select(name => Find(DocumentNames.Beside(uri, name))).FirstOrDefault(static d => d is not null);
        return found is null ? [] : [found];
    }

    private ImmutableArray<OpenDocument> Policies(string uri)
    {
        var here = open.All.Where(d => d.Kind == DocumentKind.Policy && DocumentNames.AreBeside(uri, d.Uri)).Select(static d => d.Uri);
        return
        [
            .. here.Concat(OnDisk(uri)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(MaximumPolicies)
                .Select(Find).OfType<OpenDocument>(),
        ];
    }

    private IEnumerable<string> OnDisk(string uri)
    {
        if (PathOf(uri) is not { } path || Path.GetDirectoryName(path) is not { } folder || !Directory.Exists(folder)) return [];
        return Directory.EnumerateFiles(folder, "*" + PolicyNames.Policy).Take(MaximumPolicies)
            .Select(file => DocumentNames.Beside(uri, Path.GetFileName(file)));
    }

    private OpenDocument? Find(string uri)
    {
        if (open.Find(uri) is { } document) return document;
        if (PathOf(uri) is not { } path || !File.Exists(path)) return null;
        var onDisk = new OpenDocument(uri, null, null);
        return Read(path) is { } text ? onDisk.With(text) : onDisk.Without(TextGaps.Unreadable);
    }

    private static string? Read(string path)
    {
        try
        {
            return SourceReader.Read(path, path).Text;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private string? PathOf(string uri) =>
        readsFiles && Uri.TryCreate(uri, UriKind.Absolute, out var address) && address.IsFile && address.Host.Length == 0
            ? address.LocalPath
            : null;
}
