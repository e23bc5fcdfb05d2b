using System.Collections.Immutable;
using System.Text.Json;
using Argos.Rules.Cli.LanguageServer.Rpc;

namespace Argos.Rules.Cli.LanguageServer.Documents;

/// <summary>The documents that the editor has open. One thread writes; who reads takes what is there now.</summary>
internal sealed class OpenDocuments
{
    private const int Maximum = 200;
    private const int MaximumAddress = 4096;

    /// <summary>The characters of all texts together: a fifth of what as many of the largest would have.</summary>
    private const int MaximumTotal = 40 * OpenDocument.MaximumLength;

    private volatile ImmutableDictionary<string, OpenDocument> _open = ImmutableDictionary<string, OpenDocument>.Empty;

    public IEnumerable<OpenDocument> All => _open.Values;

    public OpenDocument? Find(string uri) => _open.GetValueOrDefault(uri);

    public OpenDocument Open(string uri, int version, string text)
    {
        if (Refusal(uri) is { } problem) throw problem;
        return Keep(new OpenDocument(uri, version, null).With(text));
    }

    public OpenDocument? Change(string uri, int version, JsonElement changes) => Find(uri) is not { } document ? null
        : Keep(changes.EnumerateArray().Aggregate(document with { Version = version }, TextChange.Apply));

    /// <summary>Forgets the text of a document, which is known again when it comes whole.</summary>
    /// <param name="uri">The document.</param>
    /// <param name="version">The editor's number of the text that did not arrive, when it is known.</param>
    /// <param name="gap">Why.</param>
    /// <returns>The document; <see langword="null"/> when it is not open, and none more may be.</returns>
    public OpenDocument? Lose(string uri, int? version, string gap)
    {
        if (Refusal(uri) is not null) return null;
        var known = Find(uri) ?? new OpenDocument(uri, version, null);
        return Keep((known with { Version = version ?? known.Version }).Without(gap));
    }

    public void Close(string uri) => _open = _open.Remove(uri);

    private RpcException? Refusal(string uri)
    {
        if (uri.Length > MaximumAddress)
            return new RpcException(RpcException.InvalidParams, $"an address has more than {MaximumAddress} characters");
        return _open.Count >= Maximum && !_open.ContainsKey(uri)
            ? new RpcException(RpcException.InvalidRequest, $"more than {Maximum} documents are open: the others are not looked at")
            : null;
    }

    private OpenDocument Keep(OpenDocument document)
    {
        var others = _open.Values.Where(o => o.Uri != document.Uri).Sum(static o => (long)(o.Text?.Length ?? 0));
        var kept = others + (document.Text?.Length ?? 0) > MaximumTotal ? document.Without(TextGaps.TooMuch) : document;
        _open = _open.SetItem(kept.Uri, kept);
        return kept;
    }
}
