using System.Collections.Immutable;
using System.Text.Json;
using Argos.Rules.Cli.LanguageServer.Rpc;

namespace Argos.Rules.Cli.LanguageServer.Documents;

/// <summary>The documents that the editor has open. One thread writes; who reads takes what is there now.</summary>
internal sealed class OpenDocuments
{
    private const int Maximum = 200;

    private volatile ImmutableDictionary<string, OpenDocument> _open = ImmutableDictionary<string, OpenDocument>.Empty;

    public IEnumerable<OpenDocument> All => _open.Values;

    public OpenDocument? Find(string uri) => _open.GetValueOrDefault(uri);

    public OpenDocument Open(string uri, int version, string text)
    {
        if (_open.Count >= Maximum) throw new RpcException(RpcException.InvalidRequest, $"more than {Maximum} documents are open");
        return Keep(new OpenDocument(uri, version, text.Length > OpenDocument.MaximumLength ? null : text));
    }

    public OpenDocument? Change(string uri, int version, JsonElement changes) => Find(uri) is not { } document ? null
        : Keep(document with { Version = version, Text = changes.EnumerateArray().Aggregate(document.Text, TextChange.Apply) });

    public void Close(string uri) => _open = _open.Remove(uri);

    private OpenDocument Keep(OpenDocument document)
    {
        _open = _open.SetItem(document.Uri, document);
        return document;
    }
}
